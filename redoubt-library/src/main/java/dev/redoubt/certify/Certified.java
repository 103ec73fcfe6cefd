package dev.redoubt.certify;

/** What became of one input, as far as accuracies and radii are concerned. */
public interface Certified {
  /** Whether the class that is certified is the label. */
  boolean correct();

  /** The radius within which it is certified, not negative; 0 if no class is. */
  double radius();

  /** Whether no class is certified. */
  boolean abstains();

  /** Whether the right class is certified at the radius. */
  default boolean holds(double r) {
    return correct() && radius() >= r;
  }
}
