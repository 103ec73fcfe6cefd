package dev.redoubt.nn.operator;

import static dev.redoubt.nn.operator.Operators.assertSame;
import static dev.redoubt.nn.operator.Operators.floats;
import static dev.redoubt.nn.operator.Operators.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.nn.Size;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Layers with weights, and pooling over all of a channel, against ONNX Runtime. */
class LayersTest {
  @ParameterizedTest
  @CsvSource({
    "3, 2, 1, 1, 0, 0, 1, 1, true",
    "3, 3, 2, 2, 1, 1, 1, 1, true",
    "2, 3, 3, 2, 1, 0, 1, 2, false",
    "3, 2, 2, 1, 0, 1, 2, 1, true",
    "1, 1, 2, 2, 0, 0, 1, 4, false",
  })
  void transposedConvolution(
      int kh, int kw, int sh, int sw, int pad, int extra, int dilation, int groups, boolean bias) {
    ConvTranspose2d operator =
        new ConvTranspose2d(
            4,
            8,
            new Size(kh, kw),
            new Size(sh, sw),
            Size.of(pad),
            new Size(extra, 0),
            Size.of(dilation),
            groups,
            bias);
    Tensor weight = floats(4, 8 / groups, kh, kw);
    Tensor offset = floats(8);
    Tensor x = floats(2, 4, 5, 6);
    OnnxNode node =
        OnnxNode.of("ConvTranspose", 11)
            .set("strides", sh, sw)
            .set("pads", pad, pad, pad, pad)
            .set("output_padding", extra, 0)
            .set("dilations", dilation, dilation)
            .setInt("group", groups)
            .in(x, weight);
    assertSame(
        run(operator, Map.of("weight", weight, "bias", offset), x),
        bias ? node.in(offset).run() : node.run());
    assertThat(operator.weightSpecs().get(0).shape())
        .isEqualTo(List.of(4L, 8L / groups, (long) kh, (long) kw));
  }

  @Test
  void instanceNormalisation() {
    Tensor weight = floats(3);
    Tensor bias = floats(3).plus(1);
    for (Tensor x : List.of(floats(2, 3, 7), floats(2, 3, 4, 5), floats(2, 3, 2, 3, 4))) {
      assertSame(
          run(new InstanceNorm(3, 1e-3), Map.of("weight", weight, "bias", bias), x),
          OnnxNode.of("InstanceNormalization", 10)
              .setFloat("epsilon", 1e-3)
              .in(x, weight, bias)
              .run());
    }
  }

  @Test
  void groupNormalisation() {
    Tensor weight = floats(6);
    Tensor bias = floats(6).plus(1);
    Tensor x = floats(2, 6, 4, 5);
    for (int groups : new int[] {1, 2, 3, 6}) {
      assertSame(
          run(new GroupNorm(groups, 6, 1e-3), Map.of("weight", weight, "bias", bias), x),
          OnnxNode.of("GroupNormalization", 21)
              .setFloat("epsilon", 1e-3)
              .setInt("num_groups", groups)
              .in(x, weight, bias)
              .run());
    }
  }

  @Test
  void layerNormalisation() {
    Tensor x = floats(2, 3, 4, 5);
    for (List<Integer> shape : List.of(List.of(5), List.of(4, 5), List.of(3, 4, 5))) {
      long[] lengths = shape.stream().mapToLong(Integer::longValue).toArray();
      Tensor weight = floats(lengths);
      Tensor bias = weight.plus(1);
      assertSame(
          run(new LayerNorm(shape, 1e-3), Map.of("weight", weight, "bias", bias), x),
          OnnxNode.of("LayerNormalization", 17)
              .setFloat("epsilon", 1e-3)
              .setInt("axis", 4 - shape.size())
              .in(x, weight, bias)
              .run());
    }
  }

  @Test
  void poolingOverAllOfAChannel() {
    for (Tensor x : List.of(floats(2, 3, 7), floats(2, 3, 4, 5), floats(2, 3, 2, 3, 4))) {
      assertSame(new GlobalMaxPool(), OnnxNode.of("GlobalMaxPool", 9), List.of(x));
      assertSame(new GlobalAvgPool(), OnnxNode.of("GlobalAveragePool", 9), List.of(x));
    }
    Tensor flat = floats(2, 3);
    assertSame(run(new GlobalMaxPool(), flat), flat);
    assertSame(run(new GlobalAvgPool(), flat.to(DType.FLOAT64)), flat.to(DType.FLOAT64));
    Tensor transposed = Layout.permute(floats(2, 4, 5, 3), 0, 3, 1, 2);
    assertSame(new GlobalAvgPool(), OnnxNode.of("GlobalAveragePool", 9), List.of(transposed));
  }
}
