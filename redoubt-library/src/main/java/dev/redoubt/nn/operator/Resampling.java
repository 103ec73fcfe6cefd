package dev.redoubt.nn.operator;

/**
 * How values between pixels are found; the terms are those of ONNX's Resize (opset 19).
 *
 * @param kind what is computed from the neighbours
 * @param coordinates where a pixel of the result lies in the input
 * @param rounding which neighbour {@link Kind#NEAREST} takes
 * @param cubicCoefficient the coefficient a of {@link Kind#CUBIC} (Keys 1981), often -0.75 or -0.5
 * @param excludeOutside whether neighbours outside of the image get no weight, rather than the
 *     value of the outermost pixel
 * @param antialias whether the kernel of {@link Kind#LINEAR} and {@link Kind#CUBIC} is widened when
 *     the image shrinks
 */
public record Resampling(
    Kind kind,
    Coordinates coordinates,
    Rounding rounding,
    double cubicCoefficient,
    boolean excludeOutside,
    boolean antialias) {
  /** What is computed from the neighbours. */
  public enum Kind {
    /** One of them. */
    NEAREST,
    /** A weighted mean of two. */
    LINEAR,
    /** A weighted mean of four. */
    CUBIC
  }

  /** Where a pixel of the result lies in the input. */
  public enum Coordinates {
    /** Pixels are squares, and the corners of the images fall together. */
    HALF_PIXEL,
    /** The same, but the centres of the images fall together if the scale is not exact. */
    HALF_PIXEL_SYMMETRIC,
    /** {@link #HALF_PIXEL}, but 0 for a result of a single pixel. */
    PYTORCH_HALF_PIXEL,
    /** {@link #HALF_PIXEL}, but half a pixel further on. */
    TF_HALF_PIXEL_FOR_NN,
    /** Pixels are points, and the outermost fall together. */
    ALIGN_CORNERS,
    /** Pixels are points, and the first ones fall together. */
    ASYMMETRIC
  }

  /** Which neighbour is the nearest. */
  public enum Rounding {
    /** The nearer one; at equal distance the one before. */
    ROUND_PREFER_FLOOR,
    /** The nearer one; at equal distance the one after. */
    ROUND_PREFER_CEIL,
    /** The one before. */
    FLOOR,
    /** The one after. */
    CEIL
  }
}
