package dev.redoubt.model.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files as {@code torch.save} lays them out. */
public final class TorchFiles {
  private TorchFiles() {}

  /** A zip archive of today's layout: the pickle, and storages by key. */
  public static byte[] zip(byte[] pickle, Map<String, byte[]> storages) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("archive/data.pkl", pickle);
    entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
    entries.put("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    return archive(entries);
  }

  /** A zip archive of stored entries. */
  public static byte[] archive(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 crc = new CRC32();
        crc.update(content.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.getValue().length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The layout before PyTorch 1.6: a storage of floats for each key. */
  public static byte[] legacy(byte[] pickle, Map<String, float[]> storages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] magic = new BigInteger("1950a86a20f9469cfc6c", 16).toByteArray();
    PickleWriter number = new PickleWriter().op(0x8a, magic.length);
    for (int i = magic.length - 1; i >= 0; i--) {
      number.op(magic[i] & 0xff);
    }
    out.writeBytes(number.done());
    out.writeBytes(new PickleWriter().number(1001).done());
    out.writeBytes(new PickleWriter().op('}', '(').text("little_endian").op(0x88, 'u').done());
    out.writeBytes(pickle);
    PickleWriter keys = new PickleWriter().op(']', '(');
    storages.keySet().forEach(keys::text);
    out.writeBytes(keys.op('e').done());
    storages.values().forEach(values -> out.writeBytes(counted(values)));
    return out.toByteArray();
  }

  private static byte[] counted(float[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(values.length).asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Floats as bytes. */
  public static byte[] bytes(ByteOrder order, float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(order);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  /** Floats as bytes, lowest first. */
  public static byte[] bytes(float... values) {
    return bytes(ByteOrder.LITTLE_ENDIAN, values);
  }
}
