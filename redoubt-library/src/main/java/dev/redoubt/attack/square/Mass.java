package dev.redoubt.attack.square;

/**
 * What the features of a perturbation spend of the budget, so that it adds up over windows: squares
 * for L2, sizes for L1.
 */
enum Mass {
  /** {@code ‖δ‖₂² = Σ δ²}. */
  SQUARES {
    @Override
    double of(double change) {
      return change * change;
    }

    @Override
    double norm(double mass) {
      return Math.sqrt(mass);
    }

    @Override
    double weight(int rectangle) {
      return Math.pow(rectangle + 1, -2);
    }
  },

  /** {@code ‖δ‖₁ = Σ |δ|}. */
  SIZES {
    @Override
    double of(double change) {
      return Math.abs(change);
    }

    @Override
    double norm(double mass) {
      return mass;
    }

    @Override
    double weight(int rectangle) {
      return Math.pow(rectangle + 1, -4);
    }
  };

  /** The mass of one feature's change. */
  abstract double of(double change);

  /** The norm of a perturbation with this mass. */
  abstract double norm(double mass);

  /** The weight of the m-th nested rectangle of a pattern; see {@link Eta}. */
  abstract double weight(int rectangle);
}
