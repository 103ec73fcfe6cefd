package dev.redoubt.detect.score;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.Score;
import dev.redoubt.detect.State;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * How rare a layer's vector is among those of the class that the classifier sees (Feinman et al.
 * 2017, "Detecting adversarial samples from artifacts", section 4.1): {@code -log(1/r Σ_i exp(-‖f -
 * f_i‖² / 2h²))} over the r references of that class. This is minus the log of the Gaussian kernel
 * density but for its constant; the sum is taken in logarithms, so that it does not underflow
 * however far the vector is. The class is a constant to those who differentiate.
 *
 * <p>Feinman et al. join it with the classifier's uncertainty under dropout, which networks without
 * dropout don't have; here the density stands alone.
 *
 * @param layer that is read
 * @param bandwidth h, positive and finite
 * @param references vectors of all classes, class after class, {@code [Σ r, d]}
 * @param counts r of each class, positive
 */
public record KernelDensity(String layer, double bandwidth, Tensor references, List<Integer> counts)
    implements Score {
  /** Its name. */
  public static final String KIND = "kde";

  /** Copies and checks. */
  public KernelDensity {
    counts = List.copyOf(counts);
    checkBandwidth(bandwidth);
    long sum = counts.stream().mapToLong(Integer::longValue).sum();
    boolean positive = counts.stream().allMatch(count -> count > 0);
    if (references.rank() != 2 || !positive || sum != references.rows()) {
      throw new BadInputException(
          "its references do not belong to classes with %s samples".formatted(counts));
    }
  }

  /**
   * Checks a setting.
   *
   * @throws BadInputException if the bandwidth is not positive or infinite
   */
  public static void checkBandwidth(double bandwidth) {
    if (!(bandwidth > 0) || Double.isInfinite(bandwidth)) {
      throw new BadInputException(
          "detector kde wants a positive, finite bandwidth, not " + bandwidth);
    }
  }

  /**
   * From what {@link #state} gave.
   *
   * @throws BadInputException if a part is missing or does not fit
   */
  public static KernelDensity of(State state) {
    List<Integer> counts =
        IntStream.range(0, state.whole("classes"))
            .mapToObj(label -> state.whole("count-" + label))
            .toList();
    return new KernelDensity(
        state.text("layer"), state.number("bandwidth"), state.tensor("references"), counts);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("layer", layer);
    settings.put("bandwidth", bandwidth);
    settings.put("references", references.rows());
    return settings;
  }

  @Override
  public Set<String> layers() {
    return Set.of(layer);
  }

  @Override
  public Tensor of(Observation seen, Rest rest, Tensor x, Draws draws) {
    return Scope.tensors(
        () -> Finite.of(rarity(LayerVectors.of(seen.feature(layer)), classes(seen.logits()))));
  }

  private static int[] classes(Tensor logits) {
    return Reductions.argmax(logits.detached(), 1).ints();
  }

  /** Rows of one class go together. */
  private Tensor rarity(Tensor vectors, int[] classes) {
    Map<Integer, List<Integer>> rows = new TreeMap<>();
    for (int row = 0; row < classes.length; row++) {
      rows.computeIfAbsent(classes[row], label -> new ArrayList<>()).add(row);
    }
    List<Tensor> parts = new ArrayList<>();
    int[] places = new int[classes.length];
    int place = 0;
    for (Map.Entry<Integer, List<Integer>> group : rows.entrySet()) {
      for (int row : group.getValue()) {
        places[row] = place++;
      }
      int[] own = group.getValue().stream().mapToInt(Integer::intValue).toArray();
      parts.add(rarity(Layout.rows(vectors, own), group.getKey()));
    }
    return Layout.rows(Layout.concat(parts, 0), places);
  }

  private Tensor rarity(Tensor vectors, int label) {
    int from = counts.subList(0, label).stream().mapToInt(Integer::intValue).sum();
    Tensor own = Layout.slice(references, 0, from, from + counts.get(label), 1);
    Tensor exponents = SquaredDistances.between(vectors, own).times(-0.5 / bandwidth / bandwidth);
    return Reductions.logSumExp(exponents, new long[] {1}, false)
        .negated()
        .plus(Math.log(counts.get(label)))
        .to(vectors.dtype());
  }

  @Override
  public State state() {
    State state =
        new State()
            .with("layer", layer)
            .with("bandwidth", bandwidth)
            .with("classes", counts.size())
            .with("references", references);
    for (int label = 0; label < counts.size(); label++) {
      state = state.with("count-" + label, counts.get(label));
    }
    return state;
  }
}
