package dev.redoubt.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Derivatives with respect to inputs, and the modes in which no tape is kept. */
public final class Autograd {
  private Autograd() {}

  /** A new leaf with the values of {@code x}: operations on it are recorded on the tape. */
  public static Tensor variable(Tensor x) {
    Tensor leaf = x.detached();
    leaf.raw.set_requires_grad(true);
    return leaf;
  }

  /**
   * The gradient of the scalar {@code loss} with respect to {@code x} alone; no gradient of a
   * weight is computed or stored. The tape is freed.
   *
   * @param loss a tensor with one element
   * @param x a leaf made by {@link #variable} that the loss was computed from
   * @return a tensor of the shape of {@code x}; zero where the loss does not depend on it
   */
  public static Tensor grad(Tensor loss, Tensor x) {
    return grad(loss, x, false);
  }

  /**
   * The same as {@link #grad}, but the tape stays for further scalars computed on it, until its
   * tensors are freed.
   */
  public static Tensor gradKeepingTape(Tensor loss, Tensor x) {
    return grad(loss, x, true);
  }

  /**
   * The gradients of the scalar {@code loss} with respect to several leaves. The tape is freed.
   *
   * @return a tensor for each leaf, in order; zero where the loss does not depend on it
   */
  public static TensorList grads(Tensor loss, List<Tensor> leaves) {
    try {
      return gradients(loss, leaves);
    } finally {
      Checkpointing.taken(false);
    }
  }

  private static TensorList gradients(Tensor loss, List<Tensor> leaves) {
    return Scope.tensors(
        () -> {
          TensorVector inputs = new TensorVector();
          leaves.forEach(leaf -> inputs.push_back(leaf.raw));
          TensorVector gradients =
              torch.grad(
                  new TensorVector(loss.raw),
                  inputs,
                  new TensorVector(),
                  new BoolOptional(false),
                  false,
                  true);
          List<Tensor> found = new ArrayList<>();
          for (int i = 0; i < leaves.size(); i++) {
            org.bytedeco.pytorch.Tensor gradient = gradients.get(i);
            found.add(
                gradient.defined()
                    ? Tensor.copyOfHandle(gradient)
                    : Tensors.zerosLike(leaves.get(i)));
          }
          return new TensorList(found);
        });
  }

  /** The gradient that a backward pass has left at a leaf; zero if none has reached it. */
  public static Tensor left(Tensor leaf) {
    return Scope.tensors(
        () -> {
          org.bytedeco.pytorch.Tensor gradient = leaf.raw.grad();
          return gradient.defined() ? Tensor.copyOfHandle(gradient) : Tensors.zerosLike(leaf);
        });
  }

  /**
   * The vector-Jacobian product: the derivative by {@code x} of whatever has the derivative {@code
   * cotangent} by {@code value}. The tape is freed.
   *
   * @param value computed from {@code x}
   * @param cotangent of the shape of {@code value}
   * @param x a leaf made by {@link #variable}
   * @return a tensor of the shape of {@code x}; zero where there is no path
   */
  static Tensor pullBack(Tensor value, Tensor cotangent, Tensor x) {
    return value.requiresGrad()
        ? gradient(new TensorVector(value.raw), new TensorVector(cotangent.raw), x, false)
        : Tensors.zerosLike(x);
  }

  private static Tensor grad(Tensor loss, Tensor x, boolean keep) {
    if (!loss.requiresGrad()) {
      return Tensors.zerosLike(x);
    }
    try {
      return gradient(new TensorVector(loss.raw), new TensorVector(), x, keep);
    } finally {
      Checkpointing.taken(keep);
    }
  }

  private static Tensor gradient(
      TensorVector values, TensorVector cotangents, Tensor x, boolean keep) {
    return Scope.tensors(
        () -> {
          TensorVector gradients =
              torch.grad(
                  values, new TensorVector(x.raw), cotangents, new BoolOptional(keep), false, true);
          org.bytedeco.pytorch.Tensor gradient = gradients.get(0);
          return gradient.defined() ? Tensor.copyOfHandle(gradient) : Tensors.zerosLike(x);
        });
  }

  /** Runs a block without recording; its results may be used on a tape later. */
  public static <T> T noGrad(Supplier<T> block) {
    NoGradGuard guard = new NoGradGuard();
    try {
      return block.get();
    } finally {
      guard.deallocate();
    }
  }

  /**
   * Runs a block on the tape, also where what is around it runs without: for what is differentiated
   * in order to be evaluated.
   */
  public static <T> T recording(Supplier<T> block) {
    AutoGradMode guard = new AutoGradMode(true);
    try {
      return block.get();
    } finally {
      guard.deallocate();
    }
  }

  /**
   * Runs a block in the engine's inference mode: fastest, for what is only evaluated. Its tensors
   * must not be used on a tape later.
   */
  public static <T> T inference(Supplier<T> block) {
    InferenceMode guard = new InferenceMode(true);
    try {
      return block.get();
    } finally {
      guard.deallocate();
    }
  }
}
