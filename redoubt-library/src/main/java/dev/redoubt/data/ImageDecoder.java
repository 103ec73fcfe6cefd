package dev.redoubt.data;

import dev.redoubt.BadInputException;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes PNG, JPEG and PPM, told apart by their first bytes. */
final class ImageDecoder {
  /** Enough for any classifier's input; keeps a lying header from asking for the whole memory. */
  static final int MAX_PIXELS = 1 << 26;

  private ImageDecoder() {}

  /**
   * Decodes to 8 bits a channel. Grey pictures have one channel, all others three; transparency is
   * dropped.
   *
   * @param bytes the file's content
   * @param name what a message calls it
   * @throws BadInputException if it is none of the formats, or damaged
   */
  static RawImage decode(byte[] bytes, String name) {
    if (startsWith(bytes, 'P', '5') || startsWith(bytes, 'P', '6')) {
      return PpmDecoder.decode(bytes, name);
    }
    if (!startsWith(bytes, 0x89, 'P', 'N', 'G') && !startsWith(bytes, 0xff, 0xd8)) {
      throw new BadInputException(name + " is no image, expected PNG, JPEG or PPM (P5, P6)");
    }
    try {
      return planes(read(bytes, name));
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInputException known) {
        throw known;
      }
      throw new BadInputException(name + " is a damaged image: " + e.getMessage(), e);
    }
  }

  private static BufferedImage read(byte[] bytes, String name) throws IOException {
    ImageIO.setUseCache(false);
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException("its header is not understood");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MAX_PIXELS) {
          throw new BadInputException(
              "%s is %d × %d, expected at most %d pixels"
                  .formatted(name, reader.getWidth(0), reader.getHeight(0), MAX_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private static RawImage planes(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int area = width * height;
    if (isGrey(image)) {
      byte[] grey = new byte[area];
      Raster raster = image.getRaster();
      for (int i = 0; i < area; i++) {
        grey[i] = (byte) raster.getSample(i % width, i / width, 0);
      }
      return new RawImage(1, height, width, grey);
    }
    int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
    byte[] planes = new byte[3 * area];
    for (int i = 0; i < area; i++) {
      planes[i] = (byte) (argb[i] >> 16);
      planes[area + i] = (byte) (argb[i] >> 8);
      planes[2 * area + i] = (byte) argb[i];
    }
    return new RawImage(3, height, width, planes);
  }

  /** Read from the raster: getRGB would bend grey values by a gamma curve. */
  private static boolean isGrey(BufferedImage image) {
    return image.getType() == BufferedImage.TYPE_BYTE_GRAY
        || (image.getRaster().getNumBands() <= 2
            && image.getColorModel().getNumComponents() <= 2
            && image.getSampleModel().getSampleSize(0) == 8);
  }

  static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
