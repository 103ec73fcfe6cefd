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

    @Override
    double received(double mass, int channels) {
      return mass;
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

    @Override
    double received(double mass, int channels) {
      return mass * channels;
    }
  };

  /** The mass of one feature's change. */
  abstract double of(double change);

  /** The norm of a perturbation with this mass. */
  abstract double norm(double mass);

  /** The weight of the m-th nested rectangle of a pattern; see {@link Eta}. */
  abstract double weight(int rectangle);

  /**
   * What a window of one channel receives of a mass that is free for it. For L1 it is multiplied by
   * the number of channels, which is more than the budget has; the projection then takes it from
   * the small changes of the whole image. On three channels that breaks far more samples, and it is
   * what AutoAttack does.
   */
  abstract double received(double mass, int channels);
}
