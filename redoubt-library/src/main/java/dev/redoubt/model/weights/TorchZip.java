package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.InputFiles;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What {@code torch.save} writes since PyTorch 1.6: a zip archive with a pickle, {@code data.pkl},
 * the storages under {@code data/}, and since 2.1 the {@code byteorder}; all in one folder.
 */
final class TorchZip {
  static final String PICKLE = "data.pkl";

  private static final int LARGEST_PICKLE = 64 << 20;

  private final Path file;
  private final ZipFile zip;
  private final HeapBudget budget;
  private final Map<String, ByteBuffer> loaded = new HashMap<>();
  private long loadedBytes;

  private TorchZip(Path file, ZipFile zip, HeapBudget budget) {
    this.file = file;
    this.zip = zip;
    this.budget = budget;
  }

  /** The tensors of the state dict by name. */
  static Map<String, StateArray> read(Path file, HeapBudget budget) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return new TorchZip(file, zip, budget).read();
    } catch (ZipException | EOFException e) {
      throw StateDictFormat.damaged(file, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  private Map<String, StateArray> read() throws IOException {
    List<? extends ZipEntry> pickles =
        InputFiles.entries(zip).stream()
            .filter(e -> e.getName().equals(PICKLE) || e.getName().endsWith("/" + PICKLE))
            .toList();
    if (pickles.size() != 1) {
      throw new BadInputException(
          "%s holds %d entries %s, expected one".formatted(file, pickles.size(), PICKLE));
    }
    ZipEntry pickle = pickles.get(0);
    String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
    if (pickle.getSize() > LARGEST_PICKLE) {
      throw new BadInputException(
          "%s has a %s of %d bytes, expected at most %d"
              .formatted(file, PICKLE, pickle.getSize(), LARGEST_PICKLE));
    }
    budget.require(pickle.getSize(), file);
    ByteOrder order = byteOrder(folder);
    String source = file.toString();
    Object saved =
        PickleReader.read(new PickleInput(ByteBuffer.wrap(content(pickle)), source), source);
    return TorchCheckpoint.decode(
        TorchCheckpoint.stateDict(saved, source),
        storage -> storage(folder, storage).order(order),
        source,
        budget);
  }

  private ByteOrder byteOrder(String folder) throws IOException {
    ZipEntry entry = zip.getEntry(folder + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    String order =
        entry.getSize() > 10 ? "" : new String(content(entry), StandardCharsets.ISO_8859_1);
    return switch (order) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new BadInputException(
              file + " has an unknown byteorder, expected 'little' or 'big'");
    };
  }

  private ByteBuffer storage(String folder, TorchStorage storage) {
    String name = folder + "data/" + storage.key();
    ZipEntry entry = zip.getEntry(name);
    if (entry == null || entry.getSize() != storage.bytes()) {
      throw new BadInputException(
          "%s declares %d elements of type %s in %s, which %s"
              .formatted(
                  file,
                  storage.count(),
                  storage.type().dtype(),
                  Excerpt.of(name),
                  entry == null ? "is missing" : "has " + entry.getSize() + " bytes"));
    }
    return loaded.computeIfAbsent(name, n -> load(entry)).duplicate();
  }

  private ByteBuffer load(ZipEntry entry) {
    loadedBytes += entry.getSize();
    budget.requireArray(loadedBytes, file);
    try {
      return ByteBuffer.wrap(content(entry));
    } catch (ZipException | EOFException e) {
      throw StateDictFormat.damaged(file, e);
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** Never more than the entry declares, nor than is there. */
  private byte[] content(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) entry.getSize());
      if (bytes.length != entry.getSize() || in.read() >= 0) {
        throw new BadInputException(
            "%s is damaged: %s does not have the %d bytes that it declares"
                .formatted(file, Excerpt.of(entry.getName()), entry.getSize()));
      }
      return bytes;
    }
  }
}
