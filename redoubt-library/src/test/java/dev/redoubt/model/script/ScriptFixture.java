package dev.redoubt.model.script;

import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** TorchScript archives written for a test, whole or damaged. */
public final class ScriptFixture {
  /** What {@link #linear} takes. */
  public static final InputSpec LINEAR_INPUT = new InputSpec(List.of(4), 0, 1);

  private ScriptFixture() {}

  /** An archive of a linear net of 4 inputs and 3 classes. */
  public static byte[] linear() {
    try {
      Path file = Files.createTempFile("linear", ".pt");
      byte[] bytes =
          Files.readAllBytes(write(file, "def forward(self, x):\n  return x @ self.w.t()\n"));
      Files.delete(file);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An archive with parameter {@code w} {@code [3, 4]} of 0.1, 0.2, … and the given {@code
   * forward}.
   */
  static Path write(Path file, String forward) {
    Engine.start();
    try (PointerScope scope = new PointerScope()) {
      JitModule module = new JitModule(new QualifiedName("__torch__.Net"));
      org.bytedeco.pytorch.Tensor w =
          torch
              .arange(new Scalar(12.0))
              .to(torch.ScalarType.Float)
              .add(new Scalar(1.0))
              .div(new Scalar(10.0))
              .reshape(3, 4);
      module.register_parameter("w", w, false);
      module.define(forward);
      module.save(file.toString());
    }
    return file;
  }

  /** A copy in which each entry is what {@code change} makes of it; none leaves it out. */
  static Path rewritten(Path from, Path to, BiFunction<String, byte[], byte[]> change) {
    try (ZipFile in = new ZipFile(from.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] changed = change.apply(entry.getName(), in.getInputStream(entry).readAllBytes());
        if (changed.length > 0) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          out.write(changed);
          out.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to;
  }
}
