package dev.redoubt.purify.jpeg;

import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;

/** From RGB to YCbCr and back (JFIF 1.02), with the codec's constants of 16 bits. */
final class Colour {
  private static final double SCALE = 1 << 16;
  private static final double CENTRE = 128;

  private static final double[] TO_YCC = {
    .299, .587, .114,
    -.16874, -.33126, .5,
    .5, -.41869, -.08131
  };

  /** From Cb and Cr, centred, to what is added to Y. */
  private static final double[] FROM_CHROMA = {0, 1.402, -.34414, -.71414, 1.772, 0};

  private Colour() {}

  /** {@code [n, 3, height, width]} to the same shape. */
  static Tensor toYcc(Tensor rgb, Arithmetic arithmetic) {
    // In the codec, chroma halfway between two numbers becomes the smaller.
    double[] offsets = {0, CENTRE - 1 / SCALE, CENTRE - 1 / SCALE};
    Tensor offset = Tensors.of(offsets, 3, 1, 1).like(rgb);
    return arithmetic.whole(mixed(rgb, TO_YCC).plus(offset));
  }

  /**
   * Back.
   *
   * @param luma {@code [n, 1, height, width]}
   * @param chroma {@code [n, 2, height, width]}
   * @return {@code [n, 3, height, width]}, within 0 and 255
   */
  static Tensor toRgb(Tensor luma, Tensor chroma, Arithmetic arithmetic) {
    Tensor added = arithmetic.whole(mixed(chroma.minus(CENTRE), FROM_CHROMA));
    return arithmetic.sample(added.plus(luma));
  }

  private static Tensor mixed(Tensor x, double[] shares) {
    double[] fixed = new double[shares.length];
    for (int i = 0; i < shares.length; i++) {
      fixed[i] = Math.round(shares[i] * SCALE) / SCALE;
    }
    Tensor matrix = Tensors.of(fixed, 3, x.size(1)).like(x);
    return Neural.einsum("oc,nchw->nohw", List.of(matrix, x));
  }
}
