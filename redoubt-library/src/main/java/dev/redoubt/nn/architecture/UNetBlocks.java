package dev.redoubt.nn.architecture;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.MatMul;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Pad;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.nn.operator.Softmax;
import dev.redoubt.nn.operator.Upsample;
import java.util.List;

/** The parts of a {@link DiffusionUNet}; each appends itself to a graph and stands last in it. */
final class UNetBlocks {
  static final double EPSILON = 1e-6;

  private final Graph.Builder builder;
  private final int groups;
  private final int timeFeatures;
  private final String time;

  /** Begins with what is made of the time, once for all blocks. */
  UNetBlocks(Graph.Builder builder, int groups, int width) {
    this.builder = builder;
    this.groups = groups;
    this.timeFeatures = 4 * width;
    builder.add("time_proj", new Sinusoid(width), Graph.TIME);
    this.time =
        builder
            .then("time_embedding.linear_1", new Linear(width, timeFeatures))
            .then("time_embedding.act", new Silu())
            .then("time_embedding.linear_2", new Linear(timeFeatures, timeFeatures))
            .then("time_embedding.silu", new Silu())
            .last();
  }

  /** Two convolutions with the time between them, and a way around. */
  void residual(String name, String input, int in, int out) {
    builder.add(name + ".norm1", new GroupNorm(groups, in, EPSILON), input);
    String body =
        builder
            .then(name + ".act1", new Silu())
            .then(name + ".conv1", Conv2d.square(in, out, 3, 1, 1))
            .last();
    builder.add(name + ".time_emb_proj", new Linear(timeFeatures, out), time);
    String told =
        builder.then(name + ".time", new Reshape(List.of(-1L, (long) out, 1L, 1L))).last();
    builder.add(name + ".told", new Add(), body, told);
    body =
        builder
            .then(name + ".norm2", new GroupNorm(groups, out, EPSILON))
            .then(name + ".act2", new Silu())
            .then(name + ".conv2", Conv2d.square(out, out, 3, 1, 1))
            .last();
    String around =
        in == out
            ? input
            : builder.add(name + ".conv_shortcut", Conv2d.square(in, out, 1, 1, 0), input);
    builder.add(name + ".sum", new Add(), around, body);
  }

  /** Self-attention with one head over all places (Vaswani et al. 2017, equation 1). */
  void attention(String name, String input, ImageShape image) {
    int channels = image.channels();
    long places = (long) image.height() * image.width();
    builder.add(name + ".group_norm", new GroupNorm(groups, channels, EPSILON), input);
    String rows =
        builder
            .then(name + ".places", new Reshape(List.of(-1L, (long) channels, places)))
            .then(name + ".rows", new Permute(List.of(0, 2, 1)))
            .last();
    String query = builder.add(name + ".to_q", new Linear(channels, channels), rows);
    builder.add(name + ".to_k", new Linear(channels, channels), rows);
    String turned = builder.then(name + ".turned", new Permute(List.of(0, 2, 1))).last();
    String value = builder.add(name + ".to_v", new Linear(channels, channels), rows);
    builder.add(name + ".products", new MatMul(), query, turned);
    String weights =
        builder
            .then(name + ".scaled", new Normalize(List.of(0.0), List.of(Math.sqrt(channels))))
            .then(name + ".weights", new Softmax(2))
            .last();
    builder.add(name + ".mixed", new MatMul(), weights, value);
    String change =
        builder
            .then(name + ".to_out.0", new Linear(channels, channels))
            .then(name + ".columns", new Permute(List.of(0, 2, 1)))
            .then(
                name + ".image",
                new Reshape(
                    List.of(-1L, (long) channels, (long) image.height(), (long) image.width())))
            .last();
    builder.add(name + ".sum", new Add(), input, change);
  }

  /** Half the size by a convolution of stride 2. */
  void halving(String name, int channels, boolean trailingPad) {
    int padding = trailingPad ? 0 : 1;
    if (trailingPad) {
      builder.then(
          name + ".pad",
          new Pad(List.of(0L, 0L, 0L, 0L), List.of(0L, 0L, 1L, 1L), Pad.Border.CONSTANT, 0));
    }
    builder.then(
        name + ".conv",
        new Conv2d(
            channels, channels, Size.of(3), Size.of(2), Size.of(padding), Size.of(1), 1, true));
  }

  /** Twice the size by repeating pixels, and a convolution. */
  void doubling(String name, int channels) {
    builder
        .then(name + ".repeat", new Upsample(2))
        .then(name + ".conv", Conv2d.square(channels, channels, 3, 1, 1));
  }
}
