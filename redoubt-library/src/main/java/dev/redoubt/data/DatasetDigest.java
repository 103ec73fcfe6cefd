package dev.redoubt.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over what a dataset holds, however it is stored: the shape's rank and entries and the
 * number of samples (int32), then for each sample its label (int32) and its values (float32), all
 * little-endian.
 */
final class DatasetDigest {
  private DatasetDigest() {}

  static String of(Dataset dataset) {
    MessageDigest sha = sha256();
    List<Integer> shape = dataset.input().shape();
    byte[] header = new byte[4 * (shape.size() + 2)];
    ByteBuffer head = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(shape.size());
    shape.forEach(head::putInt);
    head.putInt(dataset.size());
    sha.update(header);
    float[] values = new float[dataset.input().features()];
    byte[] sample = new byte[4 * (values.length + 1)];
    ByteBuffer body = ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < dataset.size(); i++) {
      dataset.read(i, values, 0);
      body.clear().putInt(dataset.label(i)).asFloatBuffer().put(values);
      sha.update(sample);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
