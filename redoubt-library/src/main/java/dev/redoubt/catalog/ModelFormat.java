package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Safetensors;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What kind of model a file holds, as told by its content; its name does not count. */
public enum ModelFormat {
  /** A network of ours, as {@code redoubt train} writes it. */
  BUNDLE("Redoubt model"),
  /** Weights by name. */
  STATE_DICT("weights alone"),
  /** An ONNX graph. */
  ONNX("ONNX"),
  /** A TorchScript archive. */
  TORCHSCRIPT("TorchScript");

  private final String text;

  ModelFormat(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /**
   * The format of a file.
   *
   * @throws BadInputException if it is missing, empty or of none of them
   */
  public static ModelFormat of(Path file) {
    byte[] start = checkedStart(file);
    if (isZip(start)) {
      return isTorchScript(file) ? TORCHSCRIPT : STATE_DICT;
    }
    if (isSafetensors(start)) {
      return ofSafetensors(file);
    }
    if (start.length > 1 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5) {
      return STATE_DICT; // a pickle; the reader of state dicts says what to do with it
    }
    if (isOnnx(start)) {
      return ONNX;
    }
    throw new BadInputException(
        "model %s is of no known format, expected a Redoubt model, ONNX, TorchScript, or weights (safetensors, npz, PyTorch)"
            .formatted(file));
  }

  /**
   * Whether a file is a diffusion model of ours.
   *
   * @throws BadInputException if it is missing or empty
   */
  public static boolean isDiffusion(Path file) {
    return isSafetensors(checkedStart(file)) && DiffusionBundle.isBundle(Safetensors.read(file));
  }

  private static ModelFormat ofSafetensors(Path file) {
    Safetensors content = Safetensors.read(file);
    if (PurifierBundle.isBundle(content)) {
      throw new BadInputException(
          "model %s is a Redoubt purifier: it changes inputs and gives no classes, so it is no model but a stage in front of one"
              .formatted(file));
    }
    if (DiffusionBundle.isBundle(content)) {
      throw new BadInputException(
          "model %s is a Redoubt diffusion model: it guesses noise and gives no classes, so it is no model but a stage in front of one, as in --defend \"diffusion:%s,t=0.1\""
              .formatted(file, file));
    }
    if (DetectorFile.isDetector(content)) {
      throw new BadInputException(
          "model %s is a fitted detector: it gives no classes, so it is no model but a stage beside one, as in --defend \"detect:%s\""
              .formatted(file, file));
    }
    return ModelBundle.isBundle(content) ? BUNDLE : STATE_DICT;
  }

  private static byte[] checkedStart(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInputException("model " + file + " is a folder, expected a file");
    }
    try {
      return start(file);
    } catch (NoSuchFileException e) {
      throw new BadInputException("model " + file + " does not exist", e);
    } catch (IOException e) {
      throw new BadInputException("model " + file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The first bytes; those of the content, if gzip has packed it. */
  private static byte[] start(Path file) throws IOException {
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.mark(16);
      byte[] start = in.readNBytes(16);
      if (start.length < 2 || start[0] != (byte) 0x1f || start[1] != (byte) 0x8b) {
        return start;
      }
      in.reset();
      try (GZIPInputStream unpacked = new GZIPInputStream(in)) {
        byte[] content = unpacked.readNBytes(16);
        return isOnnx(content) ? content : start; // nothing else is read packed
      }
    }
  }

  /** A protobuf message that begins with the version of the format, a small number. */
  private static boolean isOnnx(byte[] start) {
    return start.length > 1 && start[0] == 0x08 && start[1] > 0;
  }

  private static boolean isZip(byte[] start) {
    return start.length >= 4
        && start[0] == 'P'
        && start[1] == 'K'
        && (start[2] == 3 || start[2] == 5)
        && (start[3] == 4 || start[3] == 6);
  }

  private static boolean isSafetensors(byte[] start) {
    return start.length > 8
        && start[8] == '{'
        && ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong() > 0;
  }

  private static boolean isTorchScript(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName())
          .anyMatch(name -> name.matches("[^/]+/(constants\\.pkl|code/.*)"));
    } catch (ZipException e) {
      throw new BadInputException("model " + file + " is no intact archive: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadInputException("model " + file + " can't be read: " + e.getMessage(), e);
    }
  }
}
