package dev.redoubt.attack.score;

import dev.redoubt.tensor.RandomStream;

/** The distribution of the directions in which a gradient is probed. */
enum Noise {
  /** Standard normal values. */
  GAUSSIAN {
    @Override
    void draw(RandomStream stream, float[] target) {
      stream.fillGaussian(target, 0, target.length);
    }
  },

  /** -1 or 1, with equal chances (Rademacher). */
  SIGNS {
    @Override
    void draw(RandomStream stream, float[] target) {
      for (int i = 0; i < target.length; i++) {
        target[i] = stream.below(2) == 0 ? -1 : 1;
      }
    }
  };

  /** Fills a direction. */
  abstract void draw(RandomStream stream, float[] target);
}
