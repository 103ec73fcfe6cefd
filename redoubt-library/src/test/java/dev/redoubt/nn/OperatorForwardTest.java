package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.nn.operator.Upsample;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each operator against a computation in plain Java. */
class OperatorForwardTest {
  private static final DoubleArray X = DoubleArray.random(2, 4, 6, 5);

  private static Network network(Operator operator) {
    return Network.create(Graph.builder().then("op", operator).build(), 1).to(DType.FLOAT64);
  }

  private static void assertForward(Operator operator, DoubleArray x, DoubleArray expected) {
    Tensor actual = network(operator).forward(x.tensor(), Mode.EVAL);

    assertThat(actual.shape())
        .containsExactly(expected.n(), expected.channels(), expected.height(), expected.width());
    assertThat(actual.doubles()).containsExactly(expected.values(), within(1e-12));
  }

  private static float[] weight(Network network, String name) {
    return network.values().getOrDefault("op." + name, new float[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, 1, 1, 1, 1, 1, 1",
    "3, 2, 2, 1, 0, 1, 1, 1",
    "2, 3, 1, 2, 2, 0, 1, 2",
    "3, 2, 1, 1, 2, 1, 2, 1",
    "1, 1, 2, 2, 0, 0, 1, 4",
  })
  void convolution(int kh, int kw, int sh, int sw, int ph, int pw, int dilation, int groups) {
    Conv2d conv =
        new Conv2d(
            4,
            8,
            new Size(kh, kw),
            new Size(sh, sw),
            new Size(ph, pw),
            Size.of(dilation),
            groups,
            groups != 2);
    float[] w = weight(network(conv), "weight");
    float[] b = weight(network(conv), "bias");
    int perGroup = 4 / groups;
    int height = (6 + 2 * ph - dilation * (kh - 1) - 1) / sh + 1;
    int width = (5 + 2 * pw - dilation * (kw - 1) - 1) / sw + 1;
    DoubleArray expected = DoubleArray.zeros(2, 8, height, width);
    for (int i = 0; i < expected.values().length; i++) {
      int ox = i % width;
      int oy = i / width % height;
      int out = i / width / height % 8;
      int n = i / width / height / 8;
      double sum = groups == 2 ? 0 : b[out];
      for (int k = 0; k < perGroup * kh * kw; k++) {
        int x = ox * sw - pw + k % kw * dilation;
        int y = oy * sh - ph + k / kw % kh * dilation;
        int in = out / (8 / groups) * perGroup + k / kw / kh;
        sum += X.inside(y, x) ? w[out * perGroup * kh * kw + k] * X.at(n, in, y, x) : 0;
      }
      expected.values()[i] = sum;
    }
    assertForward(conv, X, expected);
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 0, false", "3, 2, 1, false", "3, 2, 1, true", "2, 3, 0, true"})
  void pooling(int kernel, int stride, int padding, boolean ceil) {
    Size k = Size.of(kernel);
    Size s = Size.of(stride);
    Size p = Size.of(padding);
    assertForward(
        new MaxPool2d(k, s, p, Size.of(1), ceil),
        X,
        pooled(kernel, stride, padding, ceil, Pooling.MAXIMUM));
    assertForward(
        new AvgPool2d(k, s, p, ceil, false),
        X,
        pooled(kernel, stride, padding, ceil, Pooling.MEAN_OF_THE_IMAGE));
    if (!ceil) {
      assertForward(
          new AvgPool2d(k, s, p, false, true),
          X,
          pooled(kernel, stride, padding, false, Pooling.MEAN));
    }
  }

  private enum Pooling {
    MAXIMUM,
    MEAN,
    MEAN_OF_THE_IMAGE
  }

  private static DoubleArray pooled(int kernel, int stride, int padding, boolean ceil, Pooling by) {
    int height = extent(6, kernel, stride, padding, ceil);
    int width = extent(5, kernel, stride, padding, ceil);
    DoubleArray result = DoubleArray.zeros(2, 4, height, width);
    for (int i = 0; i < result.values().length; i++) {
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int count = 0;
      for (int k = 0; k < kernel * kernel; k++) {
        int x = i % width * stride - padding + k % kernel;
        int y = i / width % height * stride - padding + k / kernel;
        if (X.inside(y, x)) {
          double value = X.at(i / width / height / 4, i / width / height % 4, y, x);
          max = Math.max(max, value);
          sum += value;
          count++;
        }
      }
      result.values()[i] =
          switch (by) {
            case MAXIMUM -> max;
            case MEAN -> sum / (kernel * kernel);
            case MEAN_OF_THE_IMAGE -> sum / count;
          };
    }
    return result;
  }

  private static int extent(int size, int kernel, int stride, int padding, boolean ceil) {
    double steps = (size + 2 * padding - kernel) / (double) stride;
    int count = (int) (ceil ? Math.ceil(steps) : Math.floor(steps)) + 1;
    // A window must begin inside the image or its padding on the left.
    return ceil && (count - 1) * stride >= size + padding ? count - 1 : count;
  }

  @Test
  void globalAveragePooling() {
    DoubleArray expected = DoubleArray.zeros(2, 4, 1, 1);
    for (int i = 0; i < 8; i++) {
      double[] plane = Arrays.copyOfRange(X.values(), 30 * i, 30 * (i + 1));
      expected.values()[i] = Arrays.stream(plane).average().orElseThrow();
    }
    assertForward(new GlobalAvgPool(), X, expected);
  }

  @Test
  void activations() {
    assertForward(new Relu(), X, mapped(v -> Math.max(v, 0)));
    assertForward(new Silu(), X, mapped(v -> v / (1 + Math.exp(-v))));
  }

  private static DoubleArray mapped(DoubleUnaryOperator function) {
    double[] values = Arrays.stream(X.values()).map(function).toArray();
    return new DoubleArray(2, 4, 6, 5, values);
  }

  @Test
  void normalisation() {
    List<Double> mean = List.of(.1, .2, .3, .4);
    List<Double> std = List.of(1.0, 2.0, .5, .25);
    DoubleArray expected = DoubleArray.zeros(2, 4, 6, 5);
    for (int i = 0; i < expected.values().length; i++) {
      int channel = i / 30 % 4;
      expected.values()[i] = (X.values()[i] - mean.get(channel)) / std.get(channel);
    }
    assertForward(new Normalize(mean, std), X, expected);
    assertForward(new Normalize(List.of(.5), List.of(.2)), X, mapped(v -> (v - .5) / .2));
  }

  @Test
  void linear() {
    Network network = network(new Linear(3, 2));
    float[] w = weight(network, "weight");
    float[] b = weight(network, "bias");
    double[] x = {1, -2, .5, 3, .25, -1};
    Tensor actual = network.forward(Tensors.of(x, 2, 3), Mode.EVAL);
    double[] expected = new double[4];
    for (int i = 0; i < 4; i++) {
      expected[i] = b[i % 2];
      for (int j = 0; j < 3; j++) {
        expected[i] += w[i % 2 * 3 + j] * x[i / 2 * 3 + j];
      }
    }
    assertThat(actual.doubles()).containsExactly(expected, within(1e-12));
    assertThat(weight(network(new Linear(3, 2, false)), "bias")).isEmpty();
  }

  @Test
  void upsampling() {
    DoubleArray expected = DoubleArray.zeros(2, 4, 18, 15);
    for (int i = 0; i < expected.values().length; i++) {
      int x = i % 15 / 3;
      int y = i / 15 % 18 / 3;
      expected.values()[i] = X.at(i / 15 / 18 / 4, i / 15 / 18 % 4, y, x);
    }
    assertForward(new Upsample(3), X, expected);
  }

  /** Vaswani et al. 2017, section 3.5, with the exponents of Ho et al. 2020. */
  @Test
  void waves() {
    double[] places = {0, 1, 2.5, 999};
    double[] expected = new double[32];
    for (int i = 0; i < 16; i++) {
      double angle = places[i / 4] * Math.pow(10_000, -(i % 4) / 3.0);
      expected[i / 4 * 8 + i % 4] = Math.sin(angle);
      expected[i / 4 * 8 + 4 + i % 4] = Math.cos(angle);
    }
    Tensor actual = network(new Sinusoid(8)).forward(Tensors.of(places, 4), Mode.EVAL);

    assertThat(actual.shape()).containsExactly(4, 8);
    assertThat(actual.doubles()).containsExactly(expected, within(1e-12));
    assertThatThrownBy(() -> new Sinusoid(5)).hasMessageContaining("not 5");
    assertThatThrownBy(() -> new Sinusoid(2)).hasMessageContaining("not 2");
  }

  @Test
  void sumsConcatenationsAndFlattening() {
    Graph.Builder builder = Graph.builder();
    builder.add("relu", new Relu(), Graph.INPUT);
    builder.add("add", new Add(), "relu", Graph.INPUT);
    builder.add("concat", new Concat(1), Graph.INPUT, "add");
    Graph graph = builder.then("flatten", new Flatten()).build();
    Tensor actual = Network.create(graph, 0).forward(X.tensor(), Mode.EVAL);

    double[] expected = new double[480];
    for (int i = 0; i < 240; i++) {
      int sample = i / 120;
      expected[sample * 240 + i % 120] = X.values()[i];
      expected[sample * 240 + 120 + i % 120] = X.values()[i] + Math.max(0, X.values()[i]);
    }
    assertThat(actual.shape()).containsExactly(2, 240);
    assertThat(actual.doubles()).containsExactly(expected, within(1e-12));
  }

  @Test
  void batchNormalisation() {
    Graph graph = Graph.builder().then("op", new BatchNorm(4, .3, 1e-3)).build();
    float[] scale = {1, 2, .5f, -1};
    float[] shift = {0, .5f, 1, -.5f};
    float[] mean = {.25f, 0, -.5f, .125f};
    float[] variance = {1, .5f, 2, .25f};
    Network network =
        Network.of(
                graph,
                Map.of(
                    "op.weight", scale,
                    "op.bias", shift,
                    "op.running_mean", mean,
                    "op.running_var", variance))
            .to(DType.FLOAT64);
    double[] evaluated = network.forward(X.tensor(), Mode.EVAL).doubles();
    double[] trained = network.forward(X.tensor(), Mode.TRAIN).doubles();
    for (int channel = 0; channel < 4; channel++) {
      double sum = 0;
      double squares = 0;
      for (int j = 0; j < 60; j++) {
        double value = X.at(j / 30, channel, j / 5 % 6, j % 5);
        sum += value;
        squares += value * value;
      }
      double batchMean = sum / 60;
      double batchVariance = squares / 60 - batchMean * batchMean;
      for (int j = 0; j < 60; j++) {
        int index = (j / 30 * 4 + channel) * 30 + j % 30;
        double value = X.values()[index];
        assertThat(evaluated[index])
            .isCloseTo(
                (value - mean[channel]) / Math.sqrt(variance[channel] + 1e-3) * scale[channel]
                    + shift[channel],
                within(1e-12));
        assertThat(trained[index])
            .isCloseTo(
                (value - batchMean) / Math.sqrt(batchVariance + 1e-3) * scale[channel]
                    + shift[channel],
                within(1e-12));
      }
      // The running variance takes the unbiased one.
      assertThat(weight(network, "running_mean")[channel])
          .isCloseTo((float) (.7 * mean[channel] + .3 * batchMean), within(1e-6f));
      assertThat(weight(network, "running_var")[channel])
          .isCloseTo(
              (float) (.7 * variance[channel] + .3 * batchVariance * 60 / 59), within(1e-6f));
    }
  }
}
