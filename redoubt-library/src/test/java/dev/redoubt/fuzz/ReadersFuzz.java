package dev.redoubt.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The same property as {@link MutatedFilesTest}, with inputs that Jazzer derives from what they
 * cover. Runs in the profile {@code fuzz} only, one method at a time; CONTRIBUTING.md says how.
 */
class ReadersFuzz {
  private static final Path DIR = directory();

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void stateDict(byte[] bytes) {
    Reader.STATE_DICT.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void pickle(byte[] bytes) {
    Reader.PICKLE.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void safetensors(byte[] bytes) {
    Reader.SAFETENSORS.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void onnx(byte[] bytes) {
    Reader.ONNX.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void torchscript(byte[] bytes) {
    Reader.TORCHSCRIPT.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void npz(byte[] bytes) {
    Reader.NPZ.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void universal(byte[] bytes) {
    Reader.UNIVERSAL.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void npy(byte[] bytes) {
    Reader.NPY.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void idxImages(byte[] bytes) {
    Reader.IDX_IMAGES.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void idxLabels(byte[] bytes) {
    Reader.IDX_LABELS.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void vnnLib(byte[] bytes) {
    Reader.VNN_LIB.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void cohenLog(byte[] bytes) {
    Reader.COHEN_LOG.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void certificates(byte[] bytes) {
    Reader.CERTIFICATES.check(bytes, DIR);
  }

  @ArgumentsSource(SoundFiles.class)
  @FuzzTest(maxDuration = "2m")
  void ppm(byte[] bytes) {
    Reader.PPM.check(bytes, DIR);
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The seeds of the reader after which the method is called. */
  static final class SoundFiles implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      String method = context.getRequiredTestMethod().getName();
      String reader = method.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
      return Reader.valueOf(reader).seeds().stream().map(Arguments::of);
    }
  }
}
