package dev.redoubt.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What written files say of the program that wrote them. */
final class Producer {
  static final String NAME = "Redoubt";

  private Producer() {}

  /** The version of this library. */
  static String version() {
    try (InputStream in = Producer.class.getResourceAsStream("producer.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return Objects.requireNonNull(properties.getProperty("version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
