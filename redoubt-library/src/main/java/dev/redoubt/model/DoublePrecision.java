package dev.redoubt.model;

import java.util.Optional;

/** A model that can be run in fp64, so that a witness can be told from a rounding error. */
public interface DoublePrecision {
  /**
   * The same model computing in fp64; takes fp64 inputs. Empty if something in it would still round
   * to fp32.
   */
  Optional<? extends LabelModel> inDoublePrecision();
}
