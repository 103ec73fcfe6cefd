package dev.redoubt.attack.square;

import dev.redoubt.tensor.RandomStream;
import java.util.function.Function;

/** Logits of a sample as plain functions. */
final class Functions {
  private static final int HIDDEN = 8;

  private Functions() {}

  /** A hidden layer of 8 units and 3 classes, of which class 0 starts ahead by {@code lead}. */
  static Function<float[], double[]> perceptron(int features, long seed, double lead) {
    double[][] first = new double[HIDDEN][];
    double[][] second = new double[3][];
    RandomStream stream = RandomStream.of(seed, -1, "weights");
    for (int i = 0; i < HIDDEN; i++) {
      first[i] = gaussians(stream, features);
    }
    for (int i = 0; i < 3; i++) {
      second[i] = gaussians(stream, HIDDEN);
    }
    return x -> {
      double[] logits = new double[3];
      for (int i = 0; i < HIDDEN; i++) {
        double sum = 0;
        for (int j = 0; j < features; j++) {
          sum += first[i][j] * (x[j] - 0.5);
        }
        for (int k = 0; k < 3; k++) {
          logits[k] += second[k][i] * Math.tanh(sum);
        }
      }
      logits[0] += lead;
      return logits;
    };
  }

  private static double[] gaussians(RandomStream stream, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = stream.gaussian();
    }
    return values;
  }
}
