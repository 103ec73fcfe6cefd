package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.Excerpt;
import dev.redoubt.HeapBudget;
import dev.redoubt.data.InputFiles;
import dev.redoubt.model.weights.PickleValue.Dictionary;
import dev.redoubt.model.weights.PickleValue.Sequence;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code torch.save} wrote before PyTorch 1.6, and still does with {@code
 * _use_new_zipfile_serialization=False}: pickles of a magic number, the version 1001, facts about
 * the machine, what was saved, and the storages' keys; then for each key the number of elements (8
 * bytes, little-endian) and the elements.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final Long VERSION = 1001L;

  private TorchLegacy() {}

  /** The tensors of the state dict by name. */
  static Map<String, StateArray> read(Path file, HeapBudget budget) {
    String source = file.toString();
    ByteBuffer bytes = bytes(file, budget);
    PickleInput in = new PickleInput(bytes, source);
    if (!MAGIC.equals(PickleReader.read(in, source))) {
      throw new BadInputException(
          source + " is a Python pickle, but none that torch.save has written");
    }
    if (!VERSION.equals(PickleReader.read(in, source))) {
      throw new BadInputException(source + " has another version than 1001 of torch's old format");
    }
    if (!(PickleReader.read(in, source) instanceof Dictionary machine)
        || !machine.get("little_endian").equals(Optional.of(true))) {
      throw new BadInputException(
          source + " was not saved on a little-endian machine: save it again on one");
    }
    Map<String, TorchStorage> declared = new HashMap<>();
    Object saved = PickleReader.read(in, source, declared);
    Map<String, TensorView> views = TorchCheckpoint.stateDict(saved, source);
    Map<String, ByteBuffer> storages = new HashMap<>();
    if (PickleReader.read(in, source) instanceof Sequence keys) {
      for (Object key : keys.items()) {
        TorchStorage storage = key instanceof String name ? declared.get(name) : null;
        if (storage == null) {
          throw new BadInputException(source + " is damaged: it lists a storage of no tensor");
        }
        storages.put(storage.key(), elements(bytes, storage, source));
      }
    }
    return TorchCheckpoint.decode(
        views,
        storage -> {
          ByteBuffer found = storages.get(storage.key());
          if (found == null || !storage.equals(declared.get(storage.key()))) {
            throw new BadInputException(
                "%s is damaged: storage %s is missing"
                    .formatted(source, Excerpt.of(storage.key())));
          }
          return found;
        },
        source,
        budget);
  }

  private static ByteBuffer bytes(Path file, HeapBudget budget) {
    try {
      budget.requireArray(Files.size(file), file);
      return ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }

  /** The next storage, without a copy. */
  private static ByteBuffer elements(ByteBuffer bytes, TorchStorage storage, String source) {
    if (bytes.remaining() < 8 || bytes.remaining() - 8 < storage.bytes()) {
      throw new BadInputException(
          "%s is truncated within storage %s, which declares %d elements"
              .formatted(source, Excerpt.of(storage.key()), storage.count()));
    }
    long count = bytes.getLong();
    if (count != storage.count()) {
      throw new BadInputException(
          "%s is damaged: storage %s has %d elements, expected %d"
              .formatted(source, Excerpt.of(storage.key()), count, storage.count()));
    }
    int size = (int) storage.bytes();
    ByteBuffer elements = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + size);
    return elements;
  }
}
