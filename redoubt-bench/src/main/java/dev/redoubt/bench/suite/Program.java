package dev.redoubt.bench.suite;

import dev.redoubt.audit.Auditor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/** What audits, and what made the networks. */
final class Program {
  private Program() {}

  /** The version of Redoubt. */
  static String version() {
    try (var in = Program.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code of library and suite, down to its last change: a digest of both. */
  static String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Class<?> one : new Class<?>[] {Auditor.class, Program.class}) {
        Path jar = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isRegularFile(jar)) {
          sha.update(Files.readAllBytes(jar));
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
