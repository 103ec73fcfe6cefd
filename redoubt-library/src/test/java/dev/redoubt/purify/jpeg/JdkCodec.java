package dev.redoubt.purify.jpeg;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NodeList;

/** JPEG files as the JDK writes and reads them. */
final class JdkCodec {
  private JdkCodec() {}

  /**
   * An image written and read again.
   *
   * @param samples from 0 to 255, {@code [channels, height, width]}
   */
  static int[] decoded(int[] samples, int channels, int height, int width, int quality) {
    int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(width, height, type);
    copy(samples, image.getRaster(), true);
    int[] decoded = new int[samples.length];
    try (MemoryCacheImageInputStream in = stream(file(image, quality))) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      reader.setInput(in);
      BufferedImage read = reader.read(0);
      reader.dispose();
      copyRgb(decoded, read, channels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return decoded;
  }

  private static void copyRgb(int[] decoded, BufferedImage read, int channels) {
    if (channels == 1) {
      copy(decoded, read.getRaster(), false);
      return;
    }
    int plane = read.getWidth() * read.getHeight();
    for (int i = 0; i < plane; i++) {
      int rgb = read.getRGB(i % read.getWidth(), i / read.getWidth());
      decoded[i] = rgb >> 16 & 255;
      decoded[plane + i] = rgb >> 8 & 255;
      decoded[2 * plane + i] = rgb & 255;
    }
  }

  private static void copy(int[] samples, WritableRaster raster, boolean toRaster) {
    int i = 0;
    for (int band = 0; band < raster.getNumBands(); band++) {
      for (int y = 0; y < raster.getHeight(); y++) {
        for (int x = 0; x < raster.getWidth(); x++, i++) {
          if (toRaster) {
            raster.setSample(x, y, band, samples[i]);
          } else {
            samples[i] = raster.getSample(x, y, band);
          }
        }
      }
    }
  }

  /** The quantisation tables of a file that the JDK writes, luminance first. */
  static List<int[]> tables(int quality) {
    byte[] file = file(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), quality);
    try (MemoryCacheImageInputStream in = stream(file)) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
      reader.setInput(in);
      IIOMetadata metadata = reader.getImageMetadata(0);
      IIOMetadataNode tree = (IIOMetadataNode) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
      NodeList nodes = tree.getElementsByTagName("dqtable");
      List<int[]> tables = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        tables.add(((JPEGQTable) ((IIOMetadataNode) nodes.item(i)).getUserObject()).getTable());
      }
      reader.dispose();
      return tables;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MemoryCacheImageInputStream stream(byte[] file) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(file));
  }

  private static byte[] file(BufferedImage image, int quality) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(quality / 100f);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    writer.dispose();
    return bytes.toByteArray();
  }
}
