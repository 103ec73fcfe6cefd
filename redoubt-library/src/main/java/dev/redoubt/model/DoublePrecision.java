package dev.redoubt.model;

/** A model that can be run in fp64, so that a witness can be told from a rounding error. */
public interface DoublePrecision {
  /** The same model computing in fp64; takes fp64 inputs. */
  LabelModel inDoublePrecision();
}
