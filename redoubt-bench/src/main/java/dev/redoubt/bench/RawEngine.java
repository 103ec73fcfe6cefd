package dev.redoubt.bench;

import dev.redoubt.nn.Network;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The two nets written straight against the engine, with the weights of a Redoubt network: the
 * floor below which no attack step and no update can go.
 */
final class RawEngine {
  private static final long[] ONE = {1, 1};

  private final Map<String, Tensor> weights = new HashMap<>();
  private final UnaryOperator<Tensor> net;

  RawEngine(String architecture, Network network) {
    network
        .weights()
        .forEach(
            (name, weight) -> {
              Tensor copy = torch.zeros(weight.shape());
              copy.data_ptr_float().put(weight.floats());
              weights.put(name, copy);
            });
    this.net = architecture.equals("resnet18") ? this::resnet18 : this::commonCnn;
  }

  /** One forward pass, cross-entropy, and the gradient with respect to {@code x}. */
  Tensor gradient(Tensor x, Tensor labels) {
    Tensor leaf = x.detach().set_requires_grad(true);
    Tensor loss = torch.cross_entropy_loss(net.apply(leaf), labels);
    return torch
        .grad(
            new TensorVector(loss),
            new TensorVector(leaf),
            new TensorVector(),
            new BoolOptional(false),
            false,
            true)
        .get(0);
  }

  /** One step of PGD in the Linf ball around {@code clean}, from {@code x}. */
  Tensor attackStep(Tensor x, Tensor clean, Tensor labels, double epsilon, double size) {
    Tensor moved = x.add(gradient(x, labels).sign(), new Scalar(size));
    Tensor low = clean.sub(new Scalar(epsilon)).clamp_min(new Scalar(0));
    Tensor high = clean.add(new Scalar(epsilon)).clamp_max(new Scalar(1));
    return torch.min(torch.max(moved, low), high);
  }

  /** An optimiser over all weights, which record from now on. */
  Adam adam(double rate) {
    TensorVector all = new TensorVector();
    weights.values().forEach(weight -> all.push_back(weight));
    return new Adam(all, new AdamOptions(rate));
  }

  /** Whether weights record on the tape. */
  void trainable(boolean on) {
    weights.values().forEach(weight -> weight.set_requires_grad(on));
  }

  /** One update of the weights. */
  void trainStep(Tensor x, Tensor labels, Adam optimizer) {
    trainable(true);
    Tensor loss = torch.cross_entropy_loss(net.apply(x), labels);
    loss.item_float();
    optimizer.zero_grad();
    loss.backward();
    optimizer.step();
    trainable(false);
  }

  /** One forward pass without a tape. */
  Tensor logits(Tensor x) {
    NoGradGuard guard = new NoGradGuard();
    try {
      return net.apply(x);
    } finally {
      guard.deallocate();
    }
  }

  private Tensor weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private Tensor conv(Tensor x, String name, long stride, long padding, boolean bias) {
    return torch.conv2d(
        x,
        weight(name + ".weight"),
        bias ? new TensorOptional(weight(name + ".bias")) : new TensorOptional(),
        new long[] {stride, stride},
        new long[] {padding, padding},
        ONE,
        1);
  }

  private Tensor linear(Tensor x, String name) {
    return torch.linear(x, weight(name + ".weight"), new TensorOptional(weight(name + ".bias")));
  }

  private Tensor batchNorm(Tensor x, String name) {
    return torch.batch_norm(
        x,
        new TensorOptional(weight(name + ".weight")),
        new TensorOptional(weight(name + ".bias")),
        new TensorOptional(weight(name + ".running_mean")),
        new TensorOptional(weight(name + ".running_var")),
        false,
        0.1,
        1e-5,
        true);
  }

  private Tensor commonCnn(Tensor x) {
    Tensor h = torch.relu(conv(x, "conv1", 2, 1, true));
    h = torch.relu(conv(h, "conv2", 2, 1, true));
    return linear(torch.relu(linear(torch.flatten(h, 1, -1), "fc1")), "fc2");
  }

  private Tensor resnet18(Tensor x) {
    Tensor h = torch.relu(batchNorm(conv(x, "conv1", 1, 1, false), "bn1"));
    for (int stage = 1; stage <= 4; stage++) {
      for (int block = 0; block < 2; block++) {
        String name = "layer" + stage + "." + block;
        long stride = stage > 1 && block == 0 ? 2 : 1;
        Tensor body =
            torch.relu(batchNorm(conv(h, name + ".conv1", stride, 1, false), name + ".bn1"));
        body = batchNorm(conv(body, name + ".conv2", 1, 1, false), name + ".bn2");
        Tensor shortcut =
            stride == 1
                ? h
                : batchNorm(
                    conv(h, name + ".downsample.0", stride, 0, false), name + ".downsample.1");
        h = torch.relu(torch.add(body, shortcut));
      }
    }
    return linear(torch.flatten(torch.adaptive_avg_pool2d(h, 1, 1), 1, -1), "fc");
  }
}
