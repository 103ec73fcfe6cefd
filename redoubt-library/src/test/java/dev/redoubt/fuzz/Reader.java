package dev.redoubt.fuzz;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.attack.universal.UniversalFile;
import dev.redoubt.certify.analysis.CertificateFile;
import dev.redoubt.data.Datasets;
import dev.redoubt.data.NpyFormat;
import dev.redoubt.data.NpzReader;
import dev.redoubt.model.onnx.OnnxImporter;
import dev.redoubt.model.script.ScriptFixture;
import dev.redoubt.model.script.ScriptModel;
import dev.redoubt.model.spec.VnnLibReader;
import dev.redoubt.model.weights.StateDict;
import dev.redoubt.model.weights.TorchFiles;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Device;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that reads files which others have made. A new reader is added here, with small sound
 * files to start from, and to {@link ReadersFuzz}.
 */
enum Reader {
  STATE_DICT {
    @Override
    List<byte[]> seeds() {
      return List.of(Seeds.torchZip(), Seeds.torchLegacy(), Seeds.safetensors(), Seeds.npz());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      StateDict.read(Files.write(dir.resolve("weights"), bytes), BUDGET);
    }
  },

  /** The pickle in a sound archive. */
  PICKLE {
    @Override
    List<byte[]> seeds() {
      return List.of(Seeds.pickle(), Seeds.checkpointPickle());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      byte[] file =
          TorchFiles.zip(bytes, Map.of("0", new byte[24], "1", new byte[8], "2", new byte[0]));
      StateDict.read(Files.write(dir.resolve("weights.pt"), file), BUDGET);
    }
  },

  SAFETENSORS {
    @Override
    List<byte[]> seeds() {
      return List.of(Seeds.safetensors());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Safetensors.read(Files.write(dir.resolve("a.safetensors"), bytes), BUDGET)
          .tensors()
          .values()
          .forEach(Safetensors.Entry::floats);
    }
  },

  NPZ {
    @Override
    List<byte[]> seeds() {
      return List.of(Seeds.npz());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Path file = Files.write(dir.resolve("a.npz"), bytes);
      NpzReader.read(file, BUDGET);
      Datasets.open("npz:" + file, "all");
    }
  },

  UNIVERSAL {
    @Override
    List<byte[]> seeds() {
      return List.of(Seeds.universal());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      UniversalFile.read(Files.write(dir.resolve("universal.npz"), bytes), BUDGET);
    }
  },

  NPY {
    @Override
    List<byte[]> seeds() {
      return Seeds.npy();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      NpyFormat.read(new ByteArrayInputStream(bytes), "an array", BUDGET).floats();
    }
  },

  IDX_IMAGES {
    @Override
    List<byte[]> seeds() {
      return Seeds.idxImages();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      readDigits(bytes, Seeds.idxLabels().get(0), dir);
    }
  },

  IDX_LABELS {
    @Override
    List<byte[]> seeds() {
      return Seeds.idxLabels();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      readDigits(Seeds.idxImages().get(0), bytes, dir);
    }
  },

  ONNX {
    @Override
    List<byte[]> seeds() {
      return Seeds.onnx();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Path file = Files.write(dir.resolve("a.onnx"), bytes);
      OnnxImporter.read(file, Optional.empty()).network().close();
    }
  },

  /** Archives with changed bytes are refused by their checksums, before native code sees them. */
  TORCHSCRIPT {
    @Override
    List<byte[]> seeds() {
      return List.of(ScriptFixture.linear());
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Path file = Files.write(dir.resolve("a.ts.pt"), bytes);
      ScriptModel.read("a", file, ScriptFixture.LINEAR_INPUT, Device.CPU);
    }
  },

  VNN_LIB {
    @Override
    List<byte[]> seeds() {
      return Seeds.vnnLib();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Path file = Files.write(dir.resolve("a.vnnlib"), bytes);
      VnnLibReader.read(file, BUDGET).byBox();
    }
  },

  COHEN_LOG {
    @Override
    List<byte[]> seeds() {
      return Seeds.cohenLogs();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      CertificateFile.read(Files.write(dir.resolve("log"), bytes), BUDGET).analysis();
    }
  },

  CERTIFICATES {
    @Override
    List<byte[]> seeds() {
      return Seeds.certificates();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      COHEN_LOG.read(bytes, dir);
    }
  },

  /** Netpbm, and with it all that an image folder decodes. */
  PPM {
    @Override
    List<byte[]> seeds() {
      return Seeds.ppm();
    }

    @Override
    void read(byte[] bytes, Path dir) throws IOException {
      Path folder = Files.createDirectories(dir.resolve("test").resolve("a"));
      Files.write(folder.resolve("x.ppm"), bytes);
      Datasets.open("images:" + dir, "test");
    }
  };

  /** Far more than the seeds need, far less than there is. */
  static final HeapBudget BUDGET = new HeapBudget(1 << 20);

  private static final int LONGEST_MESSAGE = 2_000;

  /** Small sound files. */
  abstract List<byte[]> seeds();

  /**
   * Reads a file of this content.
   *
   * @param dir where it may be written
   */
  abstract void read(byte[] bytes, Path dir) throws IOException;

  private static void readDigits(byte[] images, byte[] labels, Path dir) throws IOException {
    Files.write(dir.resolve("t10k-images-idx3-ubyte"), images);
    Files.write(dir.resolve("t10k-labels-idx1-ubyte"), labels);
    Datasets.open("mnist:" + dir, "test");
  }

  /** The property of all readers: any bytes give a result or one sentence. */
  void check(byte[] bytes, Path dir) {
    try {
      read(bytes, dir);
    } catch (BadInputException e) {
      requireOneSentence(e);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void requireOneSentence(BadInputException e) {
    String message = e.getMessage();
    if (message == null
        || message.isBlank()
        || message.length() > LONGEST_MESSAGE
        || message.chars().anyMatch(Character::isISOControl)) {
      throw new AssertionError("this is no sentence for people: " + message, e);
    }
  }
}
