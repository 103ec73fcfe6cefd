package dev.redoubt.tensor;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * The engine as a whole: start-up, threads and version.
 *
 * <p>Every tensor operation starts the engine on first use. OpenBLAS is held to one thread, since
 * its pool fights libtorch's own for the cores (an attack step on a small multilayer perceptron is
 * twenty times slower without this); libtorch's threads do the work.
 */
public final class Engine {
  static {
    openblas.blas_set_num_threads(1);
  }

  private Engine() {}

  /** Loads the natives, unless that was done before. The first time takes seconds. */
  public static void start() {
    // Running the static initialiser is all there is to do.
  }

  /** The engine's name and version, for provenance. */
  public static String version() {
    String artefact = torch.class.getPackage().getImplementationVersion();
    return artefact == null ? "libtorch" : "libtorch " + artefact.replaceFirst("-.*", "");
  }

  /** Threads that one operation started from the calling thread may use. */
  public static int threads() {
    return torch.get_num_threads();
  }

  /**
   * Sets the threads that one operation started from the calling thread may use.
   *
   * @throws BadInputException if {@code threads < 1}
   */
  public static void threads(int threads) {
    if (threads < 1) {
      throw new BadInputException("threads must be at least 1, not " + threads);
    }
    torch.set_num_threads(threads);
  }

  /** The most memory that the process has held so far, off-heap memory included, in bytes. */
  public static long peakResidentBytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseGet(Pointer::physicalBytes);
    } catch (IOException e) {
      return Pointer.physicalBytes(); // no such file but on Linux: what is held now stands in
    }
  }
}
