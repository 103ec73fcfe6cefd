package dev.redoubt.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Logits Wx + b on some rows that are labelled as the model has it, so that distances to the
 * boundaries are known.
 */
@SuppressWarnings("ArrayRecordComponent") // test data, never compared
public record Linear(
    float[][] weight, float[] bias, float[] pixels, InputDomain domain, NetworkModel model) {
  /** Drawn from the seed. */
  public static Linear drawn(int classes, int rows, int features, int seed, InputDomain domain) {
    float[] flat = Victims.weights(classes * features, seed);
    float[][] weight = new float[classes][];
    Arrays.setAll(weight, k -> Arrays.copyOfRange(flat, k * features, (k + 1) * features));
    float[] bias = Victims.weights(classes, seed + 1L);
    NetworkModel model = Victims.linear(weight, bias, domain.low(), domain.high());
    return new Linear(weight, bias, Victims.pixels(rows * features, seed), domain, model);
  }

  /** The same boundaries with logits {@code factor} times as large. */
  public Linear sharpened(float factor) {
    float[][] steeper = new float[weight.length][features()];
    float[] higher = new float[bias.length];
    for (int k = 0; k < bias.length; k++) {
      higher[k] = bias[k] * factor;
      for (int i = 0; i < features(); i++) {
        steeper[k][i] = weight[k][i] * factor;
      }
    }
    NetworkModel sharp = Victims.linear(steeper, higher, domain.low(), domain.high());
    return new Linear(steeper, higher, pixels, domain, sharp);
  }

  private int features() {
    return weight[0].length;
  }

  /** How many rows there are. */
  public int rows() {
    return pixels.length / features();
  }

  /** The rows. */
  public Batch batch() {
    Batch given = Victims.batch(pixels, new int[rows()]);
    Tensor labels = model.predict(given.inputs(), given.draws(0, ""));
    return new Batch(given.ids(), given.inputs(), Layout.reshape(labels, -1));
  }

  /** The distances of the points that an attack finds; 0 where it finds none. */
  public double[] distances(MinimumNormAttack<? super GradientModel> attack, Norm norm) {
    return distances(norm, closest(attack, norm));
  }

  /** The points that an attack finds. */
  public float[] closest(MinimumNormAttack<? super GradientModel> attack, Norm norm) {
    return Scope.value(
        () -> {
          Batch batch = batch();
          return attack
              .closest(model, batch, norm, Goal.untargeted(), batch.draws(0, ""))
              .points()
              .floats();
        });
  }

  /** How far they are. */
  public double[] distances(Norm norm, float[] points) {
    double[] distances = new double[rows()];
    for (int row = 0; row < distances.length; row++) {
      double[] delta = new double[features()];
      for (int i = 0; i < delta.length; i++) {
        float value = points[row * delta.length + i];
        assertThat((double) value).isBetween(domain.low(), domain.high());
        delta[i] = (double) value - pixels[row * delta.length + i];
      }
      distances[row] = plane(row, 0, 1).length(norm, delta);
    }
    return distances;
  }

  /** By bisection in double precision, for each other class; infinite if all are out of reach. */
  public double nearest(Norm norm, int row) {
    return IntStream.range(0, weight.length)
        .mapToDouble(k -> distance(norm, row, k))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /** How far the row's own class is from losing to another one; infinite if that can't be. */
  public double distance(Norm norm, int row, int other) {
    double[] logits = logits(row, pixels);
    int label = largest(logits);
    BoxedPlane plane = plane(row, label, other);
    return other == label || plane.isOutOfReach() ? Double.POSITIVE_INFINITY : plane.shortest(norm);
  }

  /** The class of one of {@link #closest}'s points. */
  public int predicted(int row, float[] points) {
    return largest(logits(row, points));
  }

  private static int largest(double[] logits) {
    return IntStream.range(0, logits.length).reduce(0, (a, b) -> logits[b] > logits[a] ? b : a);
  }

  private double[] logits(int row, float[] points) {
    double[] logits = new double[weight.length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = bias[k];
      for (int i = 0; i < features(); i++) {
        logits[k] += (double) weight[k][i] * points[row * features() + i];
      }
    }
    return logits;
  }

  /** Where class {@code other} has the logit of class {@code label}. */
  private BoxedPlane plane(int row, int label, int other) {
    int n = features();
    float[] w = new float[n];
    float[] x = Arrays.copyOfRange(pixels, row * n, (row + 1) * n);
    for (int i = 0; i < n; i++) {
      w[i] = weight[other][i] - weight[label][i];
    }
    double[] logits = logits(row, pixels);
    return BoxedPlane.ofRow(w, x, (float) (logits[label] - logits[other]), 0, n, domain);
  }
}
