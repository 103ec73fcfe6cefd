package dev.redoubt.tensor;

import java.util.Iterator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Structural ownership of off-heap memory: all tensors made inside a block are freed when it ends,
 * except those that it returns, which go to the enclosing block (or, outside of all blocks, to the
 * garbage collector).
 *
 * <p>Blocks nest, and are bound to the thread that runs them. What happens inside a block that
 * throws is freed as well.
 */
public final class Scope {
  private Scope() {}

  /** Runs a block and frees everything that it made. */
  public static void run(Runnable block) {
    try (PointerScope scope = new PointerScope()) {
      block.run();
    }
  }

  /** Runs a block that returns plain Java values, and frees everything that it made. */
  public static <T> T value(Supplier<T> block) {
    try (PointerScope scope = new PointerScope()) {
      return block.get();
    }
  }

  /** Runs a block and frees everything that it made except the tensors of its result. */
  public static <T extends TensorGroup> T tensors(Supplier<T> block) {
    T result;
    try (PointerScope scope = new PointerScope()) {
      result = block.get();
      result.forEachTensor(tensor -> tensor.raw.retainReference());
    }
    handOver(result);
    return result;
  }

  /**
   * Runs a block again and again on a state that it replaces. Each round is a scope of its own, so
   * memory stays flat however many rounds there are: of a round's tensors only those of the new
   * state live on, and those of the old state end unless the new one holds them too.
   *
   * @param initial the first state; stays the caller's
   * @param rounds at most so many
   * @param finished asked before each round; true ends the loop
   * @param body from the round (0, 1, …) and the state to the next state
   * @return the last state, owned by the enclosing scope
   */
  public static <S extends TensorGroup> S loop(
      S initial, int rounds, Predicate<S> finished, Round<S> body) {
    S state = initial;
    state.forEachTensor(tensor -> tensor.raw.retainReference());
    try {
      for (int i = 0; i < rounds && !finished.test(state); i++) {
        S old = state;
        try (PointerScope scope = new PointerScope()) {
          S next = body.next(i, old);
          next.forEachTensor(tensor -> tensor.raw.retainReference());
          state = next;
        }
        old.forEachTensor(tensor -> tensor.raw.releaseReference());
      }
    } catch (Throwable t) {
      state.forEachTensor(tensor -> tensor.raw.releaseReference());
      throw t;
    }
    handOver(state);
    return state;
  }

  /** One round of a {@link #loop}. */
  @FunctionalInterface
  public interface Round<S> {
    /** The state after round {@code index}. */
    S next(int index, S state);
  }

  /** Gives what this class has retained to the enclosing scope, if there is one. */
  private static void handOver(TensorGroup group) {
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      group.forEachTensor(
          tensor -> {
            enclosing.attach(tensor.raw);
            tensor.raw.releaseReference();
          });
    }
  }

  /**
   * Gives something to the outermost scope of this thread: it lives until that one ends.
   *
   * @throws IllegalStateException if no scope is open
   */
  static <T extends Pointer> T outermost(T pointer) {
    Iterator<PointerScope> scopes = PointerScope.getScopeIterator();
    PointerScope outermost = null;
    while (scopes != null && scopes.hasNext()) {
      outermost = scopes.next();
    }
    if (outermost == null) {
      throw new IllegalStateException("a derivative through a chain wants an open scope");
    }
    pointer.retainReference();
    outermost.attach(pointer);
    return pointer;
  }

  /**
   * Takes a tensor out of all scopes: it lives until it is closed or collected. For weights and
   * other state that outlives the block in which it was made.
   */
  public static Tensor own(Tensor tensor) {
    tensor.raw.retainReference();
    PointerScope enclosing = PointerScope.getInnerScope();
    if (enclosing != null) {
      enclosing.detach(tensor.raw);
    }
    return tensor;
  }
}
