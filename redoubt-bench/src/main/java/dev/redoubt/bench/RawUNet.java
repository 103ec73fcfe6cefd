package dev.redoubt.bench;

import dev.redoubt.nn.Network;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The U-Net of diffusion with one block a level and attention in the middle, written straight
 * against the engine: what no forward pass can be faster than.
 */
final class RawUNet {
  private static final double EPSILON = 1e-6;
  private static final long GROUPS = 8;

  private final Map<String, Tensor> weights = new HashMap<>();
  private final int levels;
  private final long width;

  RawUNet(Network network, List<Integer> widths) {
    network
        .weights()
        .forEach(
            (name, weight) -> {
              Tensor copy = torch.zeros(weight.shape());
              copy.data_ptr_float().put(weight.floats());
              weights.put(name, copy);
            });
    this.levels = widths.size();
    this.width = widths.get(0);
  }

  /** One forward pass without a tape. */
  Tensor noise(Tensor x, Tensor step) {
    NoGradGuard guard = new NoGradGuard();
    try {
      return unet(x.contiguous(torch.MemoryFormat.ChannelsLast), time(step));
    } finally {
      guard.deallocate();
    }
  }

  private Tensor time(Tensor step) {
    long half = width / 2;
    Tensor rates =
        torch
            .arange(new Scalar((double) half))
            .mul(new Scalar(-Math.log(10_000) / (half - 1)))
            .exp();
    Tensor angles = step.unsqueeze(1).mul(rates.unsqueeze(0));
    Tensor waves = torch.cat(new TensorVector(angles.sin(), angles.cos()), 1);
    Tensor hidden = torch.silu(linear(waves, "time_embedding.linear_1"));
    return torch.silu(linear(hidden, "time_embedding.linear_2"));
  }

  private Tensor unet(Tensor x, Tensor time) {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor h = conv(x, "conv_in", 1, 1);
    skips.push(h);
    for (int level = 0; level < levels; level++) {
      String name = "down_blocks." + level;
      h = residual(h, time, name + ".resnets.0");
      skips.push(h);
      if (level + 1 < levels) {
        h = conv(h, name + ".downsamplers.0.conv", 2, 1);
        skips.push(h);
      }
    }
    h = residual(h, time, "mid_block.resnets.0");
    h = attention(h, "mid_block.attentions.0");
    h = residual(h, time, "mid_block.resnets.1");
    for (int level = 0; level < levels; level++) {
      String name = "up_blocks." + level;
      for (int block = 0; block < 2; block++) {
        Tensor joined = torch.cat(new TensorVector(h, skips.pop()), 1);
        h = residual(joined, time, name + ".resnets." + block);
      }
      if (level + 1 < levels) {
        Tensor twice = torch.upsample_nearest2d(h, 2 * h.size(2), 2 * h.size(3));
        h = conv(twice, name + ".upsamplers.0.conv", 1, 1);
      }
    }
    return conv(torch.silu(norm(h, "conv_norm_out")), "conv_out", 1, 1);
  }

  private Tensor residual(Tensor x, Tensor time, String name) {
    Tensor h = conv(torch.silu(norm(x, name + ".norm1")), name + ".conv1", 1, 1);
    Tensor told = linear(time, name + ".time_emb_proj");
    h = h.add(told.reshape(told.size(0), told.size(1), 1, 1));
    h = conv(torch.silu(norm(h, name + ".norm2")), name + ".conv2", 1, 1);
    boolean same = !weights.containsKey(name + ".conv_shortcut.weight");
    return (same ? x : conv(x, name + ".conv_shortcut", 1, 0)).add(h);
  }

  private Tensor attention(Tensor x, String name) {
    long channels = x.size(1);
    Tensor rows = norm(x, name + ".group_norm").reshape(x.size(0), channels, -1).permute(0, 2, 1);
    List<Tensor> parts = new ArrayList<>();
    for (String part : List.of(".to_q", ".to_k", ".to_v")) {
      parts.add(linear(rows, name + part));
    }
    Tensor products = torch.matmul(parts.get(0), parts.get(1).permute(0, 2, 1));
    Tensor shares = torch.softmax(products.div(new Scalar(Math.sqrt((double) channels))), 2);
    Tensor mixed = linear(torch.matmul(shares, parts.get(2)), name + ".to_out.0");
    return x.add(mixed.permute(0, 2, 1).reshape(x.sizes().vec().get()));
  }

  private Tensor conv(Tensor x, String name, long stride, long padding) {
    return torch.conv2d(
        x,
        weight(name + ".weight"),
        new TensorOptional(weight(name + ".bias")),
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }

  private Tensor linear(Tensor x, String name) {
    return torch.linear(x, weight(name + ".weight"), new TensorOptional(weight(name + ".bias")));
  }

  private Tensor norm(Tensor x, String name) {
    return torch.group_norm(
        x,
        GROUPS,
        new TensorOptional(weight(name + ".weight")),
        new TensorOptional(weight(name + ".bias")),
        EPSILON,
        false);
  }

  private Tensor weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }
}
