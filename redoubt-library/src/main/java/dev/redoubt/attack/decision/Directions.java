package dev.redoubt.attack.decision;

/** Where random directions come from. */
@FunctionalInterface
interface Directions {
  /** Draws one into {@code target[offset ...]}, whatever is there. */
  void draw(float[] target, int offset);
}
