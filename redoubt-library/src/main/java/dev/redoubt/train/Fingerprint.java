package dev.redoubt.train;

import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a checkpoint must agree in with the run that goes on from it. */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 (hex) of task, architecture, first weights, data and place. */
  static String of(Task<?> task, Device device, TrainingData data) {
    // Sums come out the same, bit for bit, only on the same engine with the same threads.
    String place = Engine.version() + "|" + Engine.threads() + "|" + device + "|";
    String text = place + task.fingerprint() + "|" + task.trainee().architecture() + data.digest();
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      WeightValues.of(task.trainee())
          .values()
          .forEach(
              values -> {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
