package dev.redoubt.nn.architecture;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.ConvTranspose2d;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Relu;
import java.util.List;

/**
 * A network from images to images of the same size that takes noise away: a small U-Net
 * (Ronneberger et al. 2015) whose two halvings and doublings are convolutions of stride 2, with
 * sums for skip connections, so that two cores train it in minutes. It computes what is to be added
 * to its input (residual learning, Zhang et al. 2017), so doing little is easy to learn. There is
 * no normalisation over batches: what becomes of an image depends on it alone.
 *
 * @param width channels at full size; twice as many at half of it, four times at a quarter
 */
public record DenoisingAutoencoder(int width) {
  private static final int USUAL = 16;
  private static final int WIDEST = 1 << 10;

  /** With 16 channels. */
  public DenoisingAutoencoder() {
    this(USUAL);
  }

  /** Checks the width. */
  public DenoisingAutoencoder {
    if (width < 1 || width > WIDEST) {
      throw new BadInputException(
          "architecture autoencoder has the width %d, expected from 1 to %d"
              .formatted(width, WIDEST));
    }
  }

  /** The name under which users ask for it. */
  public String name() {
    return width == USUAL ? "autoencoder" : "autoencoder:" + width;
  }

  /**
   * The graph for images of one shape, which is also that of its output.
   *
   * @param shape {@code [channels, height, width]} of any size from 4×4
   * @param low the smallest value of a pixel
   * @param high the largest
   * @throws BadInputException if the shape is no image's
   */
  public Graph graph(List<Integer> shape, double low, double high) {
    ImageShape full = ImageShape.of(name(), shape, 4);
    ImageShape half = halved(full);
    double range = high - low;
    Graph.Builder builder =
        ImageShape.start(new Normalize(List.of((low + high) / 2), List.of(range)));
    String fine = layer(builder, "stem", Conv2d.square(full.channels(), width, 3, 1, 1));
    layer(builder, "down1", Conv2d.square(width, 2 * width, 3, 2, 1));
    String coarse = layer(builder, "mix1", Conv2d.square(2 * width, 2 * width, 3, 1, 1));
    layer(builder, "down2", Conv2d.square(2 * width, 4 * width, 3, 2, 1));
    layer(builder, "mix2", Conv2d.square(4 * width, 4 * width, 3, 1, 1));
    joined(builder, "up2", doubling(4 * width, half), coarse);
    layer(builder, "mix3", Conv2d.square(2 * width, 2 * width, 3, 1, 1));
    joined(builder, "up1", doubling(2 * width, full), fine);
    layer(builder, "mix4", Conv2d.square(width, width, 3, 1, 1));
    String change =
        builder
            .then("change", Conv2d.square(width, full.channels(), 3, 1, 1))
            .then("scale", new Normalize(List.of(0.0), List.of(1 / range)))
            .last();
    builder.add("output", new Add(), Graph.INPUT, change);
    return builder.build();
  }

  private static String layer(Graph.Builder builder, String name, Conv2d convolution) {
    return builder.then(name, convolution).then(name + ".relu", new Relu()).last();
  }

  /** A doubling of the size, to which what was there at that size is added. */
  private static void joined(
      Graph.Builder builder, String name, ConvTranspose2d doubling, String skipped) {
    String up = builder.then(name, doubling).last();
    builder.add(name + ".join", new Add(), up, skipped);
    builder.then(name + ".relu", new Relu());
  }

  /** Half the channels at twice the size: back to that of {@code to}, be it odd or even. */
  private static ConvTranspose2d doubling(int channels, ImageShape to) {
    Size missing = new Size(1 - to.height() % 2, 1 - to.width() % 2);
    return new ConvTranspose2d(
        channels, channels / 2, Size.of(3), Size.of(2), Size.of(1), missing, Size.of(1), 1, true);
  }

  /** What a 3×3 convolution of stride 2 and padding 1 leaves: half, rounded up. */
  private static ImageShape halved(ImageShape image) {
    return new ImageShape(image.channels(), (image.height() + 1) / 2, (image.width() + 1) / 2);
  }
}
