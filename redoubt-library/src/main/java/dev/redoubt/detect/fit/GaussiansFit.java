package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.score.ClassGaussians;
import dev.redoubt.detect.score.LayerVectors;
import dev.redoubt.detect.score.Mahalanobis;
import dev.redoubt.model.Layer;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Matrices;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Class means and the tied covariance of layers, in two passes over the clean samples with their
 * true labels: means first, then what is left around them. All sums are in fp64; memory does not
 * grow with the number of samples.
 */
final class GaussiansFit {
  /** The covariance of more would not fit into memory. */
  static final long WIDEST = 8192;

  /** Variance under this share of the squared mean is rounding. */
  private static final double ROUNDING = 1e-12;

  private final Lessons lessons;
  private final List<Sums> layers = new ArrayList<>();

  /** What is summed up of one layer. */
  private record Sums(Layer layer, Tensor means, Tensor scatter, Tensor fourth) {
    static Sums of(Layer layer, int classes) {
      long d = LayerVectors.length(layer.shape());
      if (d > WIDEST) {
        throw new BadInputException(
            String.format(
                Locale.ROOT,
                "layer %s has %,d values a sample, detector %s takes at most %,d: name other layers",
                layer.name(),
                d,
                Mahalanobis.KIND,
                WIDEST));
      }
      return new Sums(
          layer,
          Tensors.zeros(DType.FLOAT64, classes, d),
          Tensors.zeros(DType.FLOAT64, d, d),
          Tensors.zeros(DType.FLOAT64));
    }
  }

  private GaussiansFit(Lessons lessons) {
    this.lessons = lessons;
  }

  /**
   * The Gaussians by layer, in the order of the layers.
   *
   * @throws BadInputException if a class has no sample, a layer is too wide or its values are no
   *     numbers
   */
  static Map<String, ClassGaussians> of(Lessons lessons, List<Layer> layers) {
    int[] counts = ClassCounts.of(Mahalanobis.KIND, lessons);
    return Scope.value(
        () -> {
          GaussiansFit fit = new GaussiansFit(lessons);
          layers.forEach(layer -> fit.layers.add(Sums.of(layer, lessons.classes())));
          fit.sumMeans(counts);
          fit.sumScatter();
          Map<String, ClassGaussians> found = new LinkedHashMap<>();
          fit.layers.forEach(sums -> found.put(sums.layer().name(), fit.gaussians(sums)));
          return found;
        });
  }

  private void sumMeans(int[] counts) {
    double[] shares = new double[counts.length];
    for (int label = 0; label < shares.length; label++) {
      shares[label] = 1.0 / counts[label];
    }
    forEachBatch(
        (sums, vectors, labels) -> {
          double[] members = new double[labels.length * counts.length];
          for (int row = 0; row < labels.length; row++) {
            members[row * counts.length + labels[row]] = shares[labels[row]];
          }
          Tensor each = Tensors.of(members, labels.length, counts.length);
          InPlace.add(sums.means(), 1, Neural.matmul(Layout.transpose(each, 0, 1), vectors));
        });
  }

  private void sumScatter() {
    double share = 1.0 / lessons.clean().size();
    forEachBatch(
        (sums, vectors, labels) -> {
          Tensor left = vectors.minus(Layout.rows(sums.means(), labels));
          InPlace.add(sums.scatter(), share, Neural.matmul(Layout.transpose(left, 0, 1), left));
          Tensor lengths = Reductions.sum(left.times(left), 1);
          InPlace.add(sums.fourth(), share, Reductions.sum(lengths.times(lengths)));
        });
  }

  private interface Summation {
    void add(Sums sums, Tensor vectors, int[] labels);
  }

  private void forEachBatch(Summation summation) {
    Set<String> names = new TreeSet<>();
    layers.forEach(sums -> names.add(sums.layer().name()));
    lessons.forEachBatch(
        lessons.clean(),
        Mahalanobis.KIND,
        (batch, draws) -> {
          Observation seen =
              Autograd.noGrad(() -> lessons.classifier().observe(batch.inputs(), names, draws));
          int[] labels = batch.labels().ints();
          for (Sums sums : layers) {
            Tensor values = LayerVectors.of(seen.feature(sums.layer().name()));
            summation.add(sums, values.to(Device.CPU).to(DType.FLOAT64), labels);
          }
        });
  }

  private ClassGaussians gaussians(Sums sums) {
    Tensor centre = Reductions.mean(sums.means(), new long[] {0}, true);
    Tensor lower = Matrices.cholesky(covariance(sums, centre));
    Tensor whitening = Matrices.inverseOfLower(lower);
    Tensor means = Neural.linear(sums.means().minus(centre), whitening, null);
    return new ClassGaussians(kept(Layout.reshape(centre, -1)), kept(whitening), kept(means));
  }

  /** Where a layer never varies nothing is known, and a distance is Euclidean. */
  private Tensor covariance(Sums sums, Tensor centre) {
    long d = centre.size(1);
    Tensor identity = Matrices.identity(d, DType.FLOAT64);
    double variance = Reductions.sum(sums.scatter().times(identity)).item() / d;
    if (!Double.isFinite(variance)) {
      throw new BadInputException(
          "layer %s has values on %s that are no finite numbers"
              .formatted(sums.layer().name(), lessons.clean().name()));
    }
    double square = Reductions.mean(centre.times(centre)).item();
    return variance <= ROUNDING * square
        ? identity
        : ShrunkCovariance.of(sums.scatter(), sums.fourth().item(), lessons.clean().size())
            .matrix();
  }

  private static Tensor kept(Tensor values) {
    return Scope.own(values.to(DType.FLOAT32));
  }
}
