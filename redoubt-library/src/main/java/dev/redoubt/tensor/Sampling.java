package dev.redoubt.tensor;

import org.bytedeco.pytorch.global.torch;

/** Images read off at places between their pixels. */
public final class Sampling {
  /** The engine's code for bilinear interpolation. */
  private static final long BILINEAR = 0;

  private Sampling() {}

  /** What stands beyond the edges of an image. */
  public enum Beyond {
    /** Zeros. */
    ZERO(0),
    /** The outermost pixels go on. */
    EDGE(1);

    private final long code;

    Beyond(long code) {
      this.code = code;
    }
  }

  /**
   * Bilinear interpolation, differentiable in the images and in the places.
   *
   * @param images {@code [n, channels, height, width]}
   * @param places where each pixel of the result is read off, {@code [n, height', width', 2]}:
   *     column and row in pixels, whole numbers being the middles of pixels from 0 on
   * @return {@code [n, channels, height', width']}
   */
  public static Tensor bilinear(Tensor images, Tensor places, Beyond beyond) {
    return Scope.tensors(
        () -> {
          double width = images.size(3);
          double height = images.size(2);
          // The engine counts from -1 to 1, from outer edge to outer edge.
          Tensor scale = Tensors.of(new double[] {2 / width, 2 / height}, 2).like(places);
          Tensor offset = Tensors.of(new double[] {1 / width - 1, 1 / height - 1}, 2).like(places);
          Tensor grid = places.times(scale).plus(offset);
          return new Tensor(torch.grid_sampler(images.raw, grid.raw, BILINEAR, beyond.code, false));
        });
  }

  /**
   * The places at which an image stays as it is.
   *
   * @return float32 {@code [height, width, 2]}
   */
  public static Tensor pixels(int height, int width) {
    float[] places = new float[height * width * 2];
    for (int i = 0; i < height * width; i++) {
      int row = i / width;
      places[2 * i] = i % width;
      places[2 * i + 1] = row;
    }
    return Tensors.of(places, height, width, 2);
  }
}
