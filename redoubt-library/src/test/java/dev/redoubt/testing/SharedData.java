package dev.redoubt.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real data, models and recorded results that some tests compare with. They are not part of the
 * project; a test that needs them is skipped where they are absent.
 *
 * <p>The folder that holds {@code data/README.md} is the first of: system property {@code
 * redoubt.shared}, environment variable {@code REDOUBT_SHARED}, and {@code shared} in the working
 * directory or any folder above it.
 */
public final class SharedData {
  private SharedData() {}

  /**
   * The file or folder {@code data/<relative>}.
   *
   * @throws org.opentest4j.TestAbortedException if it is absent, so that the test counts as skipped
   */
  public static Path require(String relative) {
    Optional<Path> found =
        root().map(root -> root.resolve("data").resolve(relative)).filter(Files::exists);
    assumeTrue(found.isPresent(), "shared/data is absent: " + relative + " not tested");
    return found.orElseThrow();
  }

  private static Optional<Path> root() {
    Stream<Path> told =
        Stream.of(
                Optional.ofNullable(System.getProperty("redoubt.shared")),
                Optional.ofNullable(System.getenv("REDOUBT_SHARED")))
            .flatMap(Optional::stream)
            .map(Path::of);
    Stream<Path> above =
        Stream.iterate(
                Optional.of(Path.of("").toAbsolutePath()),
                Optional::isPresent,
                folder -> folder.map(Path::getParent))
            .flatMap(Optional::stream)
            .map(folder -> folder.resolve("shared"));
    return Stream.concat(told, above)
        .filter(root -> Files.exists(root.resolve("data").resolve("README.md")))
        .findFirst();
  }
}
