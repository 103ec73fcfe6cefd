package dev.redoubt.train.objective;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.Pointwise;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A perceptron {@code W₂ tanh(W₁x + b₁) + b₂}, computed in plain Java doubles. */
final class PlainNet {
  static final int FEATURES = 4;
  static final int HIDDEN = 5;
  static final int CLASSES = 3;
  static final List<String> WEIGHTS = List.of("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");

  private final Map<String, double[]> weights = new LinkedHashMap<>();

  /** With the weights of a network of {@link #graph}. */
  PlainNet(Network network) {
    Map<String, float[]> values = network.values();
    for (String name : WEIGHTS) {
      float[] single = values.getOrDefault(name, new float[0]);
      double[] own = new double[single.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = single[i];
      }
      weights.put(name, own);
    }
  }

  static Graph graph() {
    return Graph.builder()
        .then("fc1", new Linear(FEATURES, HIDDEN))
        .then("tanh", new Pointwise(Pointwise.Function.TANH))
        .then("fc2", new Linear(HIDDEN, CLASSES))
        .build();
  }

  /** The live values, which may be changed. */
  double[] weight(String name) {
    return weights.getOrDefault(name, new double[0]);
  }

  double[] logits(double[] x) {
    double[] hidden = affine(x, weight("fc1.weight"), weight("fc1.bias"));
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.tanh(hidden[i]);
    }
    return affine(hidden, weight("fc2.weight"), weight("fc2.bias"));
  }

  double[] probabilities(double[] x) {
    return softmax(logits(x));
  }

  /** {@code -log p_y}. */
  double crossEntropy(double[] x, int label) {
    return -Math.log(probabilities(x)[label]);
  }

  /** The derivative of the cross-entropy with respect to the input, by central differences. */
  double[] inputGradient(double[] x, int label) {
    double h = 1e-6;
    double[] gradient = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[j] += h;
      down[j] -= h;
      gradient[j] = (crossEntropy(up, label) - crossEntropy(down, label)) / (2 * h);
    }
    return gradient;
  }

  static double[] affine(double[] x, double[] weight, double[] bias) {
    double[] result = bias.clone();
    for (int i = 0; i < result.length; i++) {
      for (int j = 0; j < x.length; j++) {
        result[i] += weight[i * x.length + j] * x[j];
      }
    }
    return result;
  }

  static double[] softmax(double[] logits) {
    double[] result = Arrays.stream(logits).map(Math::exp).toArray();
    double sum = Arrays.stream(result).sum();
    return Arrays.stream(result).map(value -> value / sum).toArray();
  }

  static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * Math.log(p[i] / q[i]);
    }
    return sum;
  }
}
