package dev.redoubt.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorTensorHook;

/**
 * Derivatives through long chains in the memory of one link (gradient checkpointing, Chen et al.
 * 2016, section 4): the tape keeps what goes into each link and nothing of its insides, which are
 * computed again when the derivative is taken. That costs one more forward pass.
 */
public final class Checkpointing {
  private static final ThreadLocal<Gone> GONE = ThreadLocal.withInitial(Gone::new);

  private Checkpointing() {}

  /** One link of a chain. */
  @FunctionalInterface
  public interface Link {
    /**
     * From what goes into a link to what comes out of it, on its tape. It is called twice, and has
     * to give the same both times: whatever is random in it is drawn from the same keys.
     *
     * @param index of the link, from 0
     */
    Tensor apply(int index, Tensor x);
  }

  /**
   * All links one after another. If {@code x} is on a tape, so is the result; its derivative may be
   * taken as long as the scope is open that was opened first on this thread. What is kept for it is
   * freed with the tape; if no derivative is taken, it is left to the garbage collector once that
   * scope has ended.
   *
   * @param x of the shape that all links keep
   * @param links how many there are
   * @throws IllegalStateException if {@code x} is on a tape and no scope is open
   */
  public static Tensor chain(Tensor x, int links, Link link) {
    Tensor nothing = x.minus(x.detached());
    if (!nothing.requiresGrad()) {
      return Scope.loop(x, links, state -> false, link::apply);
    }
    Replay replay = new Replay(link);
    Tensor value =
        Autograd.noGrad(
            () -> Scope.loop(x.detached(), links, state -> false, (i, s) -> replay.keep(i, s)));
    Tensor result = value.plus(nothing);
    result.raw.register_hook(Scope.outermost(new Hook(replay)));
    return result;
  }

  /**
   * A derivative has been taken: frees what the chains on its way have kept, unless the tape is
   * kept as well.
   */
  static void taken(boolean tapeIsKept) {
    Gone gone = GONE.get();
    if (gone.depth == 0) {
      if (!tapeIsKept) {
        gone.replays.forEach(Replay::free);
      }
      gone.replays.clear();
    }
  }

  /** The ways back that the derivatives of one thread have gone. */
  private static final class Gone {
    private final List<Replay> replays = new ArrayList<>();

    /** How many of them are on their way: a link may take derivatives itself. */
    private int depth;
  }

  /** What went into the links, and the way back through them. */
  private static final class Replay {
    private final Link link;
    private final List<Tensor> inputs = new ArrayList<>();

    /** Of the thread that asks for derivatives, which need not be the one that computes them. */
    private final Gone gone = GONE.get();

    private boolean freed;

    Replay(Link link) {
      this.link = link;
    }

    Tensor keep(int index, Tensor x) {
      inputs.add(Scope.own(x.copied()));
      return link.apply(index, x);
    }

    /** The derivative by what went into the chain, from that by what came out of it. */
    Tensor pullBack(Tensor cotangent) {
      if (freed) {
        throw new IllegalStateException("a derivative through a chain whose tape is freed");
      }
      gone.replays.add(this);
      gone.depth++;
      try {
        return Scope.loop(cotangent, inputs.size(), state -> false, this::pullBack);
      } finally {
        gone.depth--;
      }
    }

    private Tensor pullBack(int done, Tensor cotangent) {
      int index = inputs.size() - 1 - done;
      Tensor leaf = Autograd.variable(inputs.get(index));
      Tensor out = Autograd.recording(() -> link.apply(index, leaf));
      return Autograd.pullBack(out, cotangent, leaf);
    }

    void free() {
      inputs.forEach(Tensor::close);
      inputs.clear();
      freed = true;
    }
  }

  /** The way back as the engine calls it. */
  private static final class Hook extends TensorTensorHook {
    private final Replay replay;

    Hook(Replay replay) {
      this.replay = replay;
    }

    @Override
    public TensorBase call(TensorBase cotangent) {
      return Scope.tensors(
              () -> replay.pullBack(new Tensor(new org.bytedeco.pytorch.Tensor(cotangent))))
          .raw;
    }
  }
}
