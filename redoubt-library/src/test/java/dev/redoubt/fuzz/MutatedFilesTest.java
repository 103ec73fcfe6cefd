package dev.redoubt.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A few thousand damaged files for each reader, the same in every run. {@link ReadersFuzz} looks
 * further, in its own profile.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class MutatedFilesTest {
  private static final int RUNS = Integer.getInteger("redoubt.fuzz.runs", 3_000);

  private static final long SEED = Long.getLong("redoubt.fuzz.seed", 0);

  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  @ParameterizedTest
  @EnumSource
  void giveAResultOrOneSentence(Reader reader) {
    List<byte[]> seeds = reader.seeds();
    for (byte[] seed : seeds) {
      assertThatCode(() -> reader.read(seed, dir)).doesNotThrowAnyException();
    }
    Mutation mutation = new Mutation(SEED);
    for (int run = 0; run < RUNS; run++) {
      byte[] bytes = mutation.of(seeds.get(run % seeds.size()));
      try {
        reader.check(bytes, dir);
      } catch (Throwable e) {
        throw new AssertionError(
            "%s, run %d, file %s".formatted(reader, run, HexFormat.of().formatHex(bytes)), e);
      }
    }
  }
}
