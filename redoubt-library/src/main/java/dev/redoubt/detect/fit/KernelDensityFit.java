package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.detect.score.KernelDensity;
import dev.redoubt.detect.score.LayerVectors;
import dev.redoubt.model.Layer;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How {@link KernelDensity} is fitted: clean samples of each class, by their true labels.
 *
 * @param bandwidth of the kernel, positive and finite; empty for the likeliest, see {@link
 *     Bandwidth}. Feinman et al. use 1.2 on MNIST, .26 on CIFAR-10 and 1 on SVHN, in their networks
 * @param references at most so many samples a class, drawn at random, at least 1
 * @param layer that is read; empty for the last hidden one
 */
public record KernelDensityFit(OptionalDouble bandwidth, int references, Optional<String> layer) {
  /** The last hidden layer, at most 1,000 samples a class, the likeliest bandwidth. */
  public KernelDensityFit() {
    this(OptionalDouble.empty(), 1000, Optional.empty());
  }

  /** Checks. */
  public KernelDensityFit {
    bandwidth.ifPresent(KernelDensity::checkBandwidth);
    if (references < 1) {
      throw new BadInputException(
          "detector kde wants at least 1 reference a class, not " + references);
    }
  }

  /**
   * Learns.
   *
   * @throws BadInputException if the layer does not exist, a class has no samples, or the bandwidth
   *     is to be chosen from one sample a class
   */
  public KernelDensity fit(Lessons lessons) {
    Layer read = DefaultLayers.last(KernelDensity.KIND, lessons.layers(), layer);
    int[] all = ClassCounts.of(KernelDensity.KIND, lessons);
    List<Integer> counts =
        Arrays.stream(all).map(count -> Math.min(count, references)).boxed().toList();
    Dataset drawn = DatasetView.select(lessons.clean(), drawn(lessons));
    return Scope.value(
        () -> {
          Tensor vectors =
              Features.of(lessons, drawn, Set.of(read.name()), LayerVectors::of, KernelDensity.KIND)
                  .of(read.name());
          double h = bandwidth.orElseGet(() -> Bandwidth.of(split(vectors, counts)));
          return new KernelDensity(read.name(), h, Scope.own(vectors), counts);
        });
  }

  /** Class after class, each in the order of the dataset. */
  private int[] drawn(Lessons lessons) {
    Dataset clean = lessons.clean();
    List<Integer> chosen = new ArrayList<>();
    for (int label = 0; label < lessons.classes(); label++) {
      int wanted = label;
      int[] own =
          IntStream.range(0, clean.size()).filter(row -> clean.label(row) == wanted).toArray();
      int[] order =
          RandomStream.of(lessons.seed(), label, "detect/kde/references").permutation(own.length);
      Arrays.stream(order, 0, Math.min(own.length, references))
          .sorted()
          .forEach(place -> chosen.add(own[place]));
    }
    return chosen.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Tensor> split(Tensor vectors, List<Integer> counts) {
    List<Tensor> classes = new ArrayList<>();
    int from = 0;
    for (int count : counts) {
      classes.add(Layout.slice(vectors, 0, from, from + count, 1));
      from += count;
    }
    return classes;
  }
}
