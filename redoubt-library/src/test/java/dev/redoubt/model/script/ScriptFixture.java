package dev.redoubt.model.script;

import dev.redoubt.tensor.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** TorchScript archives written for a test, whole or damaged. */
final class ScriptFixture {
  private ScriptFixture() {}

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
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          byte[] changed = change.apply(entry.getKey(), entry.getValue());
          if (changed.length > 0) {
            out.putNextEntry(new ZipEntry(entry.getKey()));
            out.write(changed);
            out.closeEntry();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to;
  }
}
