package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.InputFiles;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.nn.ElementType;
import dev.redoubt.nn.Safetensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The kinds of files that hold state dicts, told apart by their content. */
enum StateDictFormat {
  SAFETENSORS {
    @Override
    StateDict read(Path file, HeapBudget budget) {
      Map<String, StateArray> arrays = new LinkedHashMap<>();
      Safetensors.read(file, budget)
          .tensors()
          .forEach(
              (name, entry) -> {
                String dtype = ElementType.valueOf(entry.dtype()).dtype();
                arrays.put(name, new StateArray(dtype, entry.shape(), entry.floats()));
              });
      return new StateDict(file.toString(), "safetensors", arrays);
    }
  },
  NPZ {
    @Override
    StateDict read(Path file, HeapBudget budget) {
      Map<String, StateArray> arrays = new LinkedHashMap<>();
      NpzReader.read(file, budget)
          .forEach((name, array) -> arrays.put(name, StateDictFormat.array(array)));
      return new StateDict(file.toString(), "NumPy archive", arrays);
    }
  },
  TORCH_ZIP {
    @Override
    StateDict read(Path file, HeapBudget budget) {
      return new StateDict(file.toString(), "PyTorch", TorchZip.read(file, budget));
    }
  },
  TORCH_LEGACY {
    @Override
    StateDict read(Path file, HeapBudget budget) {
      return new StateDict(file.toString(), "PyTorch (before 1.6)", TorchLegacy.read(file, budget));
    }
  };

  private static final int PICKLE = 0x80;

  /** Reads a file of this format. */
  abstract StateDict read(Path file, HeapBudget budget);

  private static StateArray array(NpyArray array) {
    List<Long> shape = Arrays.stream(array.shape()).mapToObj(Long::valueOf).toList();
    return new StateArray(array.type().name().toLowerCase(Locale.ROOT), shape, array.floats());
  }

  /**
   * The format of a file.
   *
   * @throws BadInputException if it is missing or of another kind
   */
  static StateDictFormat of(Path file) {
    byte[] start = start(file);
    if (startsWith(start, 'P', 'K', 3, 4)) {
      return ofZip(file);
    }
    if (startsWith(start, PICKLE)) {
      return TORCH_LEGACY;
    }
    if (startsWith(start, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
      throw new BadInputException(
          file + " is a single NumPy array without a name, expected a .npz archive of several");
    }
    if (start.length > 8 && start[8] == '{') {
      return SAFETENSORS;
    }
    throw new BadInputException(
        file
            + " is no state dict, expected safetensors, a NumPy archive (.npz) or what torch.save"
            + " writes (.pt, .pth)");
  }

  private static byte[] start(Path file) {
    if (Files.isDirectory(file)) {
      throw new BadInputException(file + " is a folder, expected a file with a state dict");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(16);
    } catch (NoSuchFileException e) {
      throw new BadInputException(file + " does not exist, expected a state dict", e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    return bytes.length >= magic.length
        && Arrays.equals(
            Arrays.stream(magic).toArray(),
            IntStream.range(0, magic.length).map(i -> bytes[i] & 0xff).toArray());
  }

  private static StateDictFormat ofZip(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = InputFiles.entries(zip).stream().map(ZipEntry::getName).toList();
      if (names.stream().anyMatch(name -> isOrEndsWith(name, "constants.pkl"))
          && names.stream().anyMatch(name -> name.startsWith("code/") || name.contains("/code/"))) {
        throw new BadInputException(
            file
                + " is a TorchScript program, not a state dict: it brings its own graph and needs"
                + " no architecture");
      }
      if (names.stream().anyMatch(name -> isOrEndsWith(name, TorchZip.PICKLE))) {
        return TORCH_ZIP;
      }
      if (names.stream().anyMatch(name -> name.endsWith(".npy"))) {
        return NPZ;
      }
      throw new BadInputException(
          file
              + " is a zip archive without a state dict, expected .npy arrays or what torch.save"
              + " writes");
    } catch (ZipException | EOFException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private static boolean isOrEndsWith(String name, String file) {
    return name.equals(file) || name.endsWith("/" + file);
  }

  /** The exception for a zip archive that is broken. */
  static BadInputException damaged(Path file, IOException cause) {
    String why = cause.getMessage() == null ? "it ends too early" : cause.getMessage();
    return new BadInputException(
        "%s is a damaged zip archive: %s".formatted(file, Excerpt.of(why)), cause);
  }
}
