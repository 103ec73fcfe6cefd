package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.Silu;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The U-Net of denoising diffusion (Ho et al. 2020, appendix B): levels of residual blocks with
 * group normalisation and SiLU, each told the time, halving and doubling the size between them,
 * joined across; self-attention in the middle, at the lowest resolution, and at the levels that are
 * named. It takes images in [-1, 1] with noise, and gives the noise.
 *
 * <p>Weights have the names, and computations the order, of the {@code UNet2DModel} of the library
 * diffusers, so that weights go either way.
 *
 * @param widths channels of each level, from full size down; multiples of {@code groups}
 * @param blocks residual blocks of each level on the way down; one more on the way up
 * @param attention levels with attention after each block, from 0
 * @param groups of the normalisation
 * @param trailingPad whether halving pads at the right and at the bottom alone, as in the nets that
 *     Ho et al. published, rather than all around
 */
public record DiffusionUNet(
    List<Integer> widths, int blocks, Set<Integer> attention, int groups, boolean trailingPad) {
  private static final int MOST_LEVELS = 6;
  private static final int WIDEST = 1 << 12;
  private static final int MOST_BLOCKS = 16;

  /** The published network for CIFAR-10, of 35.7 million weights (Ho et al. 2020, appendix B). */
  public static final DiffusionUNet CIFAR =
      new DiffusionUNet(List.of(128, 256, 256, 256), 2, Set.of(1), 32, true);

  /** Checks and copies. */
  public DiffusionUNet {
    widths = List.copyOf(widths);
    attention = Set.copyOf(attention);
    int divisor = Math.max(1, groups);
    int levels = widths.size();
    if (groups < 1 || attention.stream().anyMatch(level -> level < 0 || level >= levels)) {
      throw new BadInputException(
          "a U-Net wants at least 1 group, and attention at its levels from 0 to %d, not %d and %s"
              .formatted(levels - 1, groups, attention));
    }
    if (widths.isEmpty()
        || widths.size() > MOST_LEVELS
        || widths.stream().anyMatch(w -> w < 2 || w > WIDEST || w % divisor != 0)) {
      throw new BadInputException(
          "a U-Net wants 1 to %d widths, each a multiple of %d up to %d, not %s"
              .formatted(MOST_LEVELS, groups, WIDEST, widths));
    }
    if (blocks < 1 || blocks > MOST_BLOCKS) {
      throw new BadInputException(
          "a U-Net wants 1 to %d blocks a level, not %d".formatted(MOST_BLOCKS, blocks));
    }
  }

  /** One block a level, groups of 8, attention in the middle alone. */
  public static DiffusionUNet of(Integer... widths) {
    return new DiffusionUNet(Arrays.asList(widths), 1, Set.of(), 8, false);
  }

  /**
   * The graph for images of one shape, which is also that of its output.
   *
   * @param shape {@code [channels, height, width]}; sides that can be halved once for each level
   *     but the last
   * @throws BadInputException if they can't
   */
  public Graph graph(List<Integer> shape) {
    ImageShape image = ImageShape.of("unet", shape, 1 << (widths.size() - 1));
    int unit = 1 << (widths.size() - 1);
    if (image.height() % unit != 0 || image.width() % unit != 0) {
      throw new BadInputException(
          "a U-Net of %d levels takes images whose sides are multiples of %d, not %d×%d: take fewer levels, such as --arch unet:32-64"
              .formatted(widths.size(), unit, image.height(), image.width()));
    }
    Graph.Builder builder = Graph.builder();
    UNetBlocks parts = new UNetBlocks(builder, groups, widths.get(0));
    builder.add("conv_in", Conv2d.square(image.channels(), widths.get(0), 3, 1, 1), Graph.INPUT);
    Deque<Skip> skips = new ArrayDeque<>();
    skips.push(new Skip(builder.last(), widths.get(0)));
    ImageShape lowest = down(parts, builder, image, skips);
    int width = lowest.channels();
    parts.residual("mid_block.resnets.0", builder.last(), width, width);
    parts.attention("mid_block.attentions.0", builder.last(), lowest);
    parts.residual("mid_block.resnets.1", builder.last(), width, width);
    up(parts, builder, lowest, skips);
    return builder
        .then("conv_norm_out", new GroupNorm(groups, widths.get(0), UNetBlocks.EPSILON))
        .then("conv_act", new Silu())
        .then("conv_out", Conv2d.square(widths.get(0), image.channels(), 3, 1, 1))
        .build();
  }

  /** What is joined across. */
  private record Skip(String node, int channels) {}

  private ImageShape down(
      UNetBlocks parts, Graph.Builder builder, ImageShape image, Deque<Skip> skips) {
    ImageShape now = new ImageShape(widths.get(0), image.height(), image.width());
    for (int level = 0; level < widths.size(); level++) {
      String name = "down_blocks." + level;
      for (int block = 0; block < blocks; block++) {
        parts.residual(
            name + ".resnets." + block, builder.last(), now.channels(), widths.get(level));
        now = new ImageShape(widths.get(level), now.height(), now.width());
        if (attention.contains(level)) {
          parts.attention(name + ".attentions." + block, builder.last(), now);
        }
        skips.push(new Skip(builder.last(), now.channels()));
      }
      if (level + 1 < widths.size()) {
        parts.halving(name + ".downsamplers.0", now.channels(), trailingPad);
        now = new ImageShape(now.channels(), now.height() / 2, now.width() / 2);
        skips.push(new Skip(builder.last(), now.channels()));
      }
    }
    return now;
  }

  private void up(UNetBlocks parts, Graph.Builder builder, ImageShape lowest, Deque<Skip> skips) {
    ImageShape now = lowest;
    for (int i = 0; i < widths.size(); i++) {
      int level = widths.size() - 1 - i;
      String name = "up_blocks." + i;
      for (int block = 0; block <= blocks; block++) {
        Skip skip = skips.pop();
        String resnet = name + ".resnets." + block;
        String joined = builder.add(resnet + ".join", new Concat(1), builder.last(), skip.node());
        parts.residual(resnet, joined, now.channels() + skip.channels(), widths.get(level));
        now = new ImageShape(widths.get(level), now.height(), now.width());
        if (attention.contains(level)) {
          parts.attention(name + ".attentions." + block, builder.last(), now);
        }
      }
      if (level > 0) {
        parts.doubling(name + ".upsamplers.0", now.channels());
        now = new ImageShape(now.channels(), now.height() * 2, now.width() * 2);
      }
    }
  }

  /**
   * A fresh network. As in the published code, what ends a residual branch and the network itself
   * starts at zero: every block is the identity at first.
   *
   * @param shape as in {@link #graph}
   */
  public Network network(List<Integer> shape, long seed) {
    Graph graph = graph(shape);
    try (Network drawn = Network.create(graph, seed)) {
      Map<String, float[]> values = drawn.values();
      values.forEach(
          (name, value) -> {
            if (name.matches(".*(\\.conv2|\\.to_out\\.0|^conv_out)\\.(weight|bias)")) {
              Arrays.fill(value, 0);
            }
          });
      return Network.of(graph, values);
    }
  }
}
