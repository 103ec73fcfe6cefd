package dev.redoubt.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that lie are refused before anything is allocated. */
class SafetensorsReaderTest {
  @SuppressWarnings("NullAway.Init") // set by JUnit
  @TempDir
  Path dir;

  private Path file(String header, int dataSize) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataSize).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    return Files.write(dir.resolve("a.safetensors"), bytes.array());
  }

  private static String array(String dtype, String shape, String offsets) {
    return "{'dtype':'%s','shape':%s,'data_offsets':%s}".formatted(dtype, shape, offsets);
  }

  private void refused(String header, int dataSize, String message) throws IOException {
    Path file = file(header.replace('\'', '"'), dataSize);
    assertThatThrownBy(() -> Safetensors.read(file, new HeapBudget(1 << 20)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(file.toString(), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "F32|[2]|[0,8]|16|has 16 bytes of data, expected 8",
        "F32|[2]|[8,16]|16|begins at byte 8 of the data, expected 0",
        "F32|[4]|[0,16]|8|truncated: weight 'w' is not all there",
        "F32|[3]|[0,8]|8|has 8 bytes, expected 12",
        "F32|[1099511627776]|[0,4398046511104]|8|has 4398046511104 bytes",
        "F32|[4294967296,4294967296,4]|[0,8]|8|too large",
        "F32|[-2]|[0,8]|8|has a 'shape' that is no list",
        "F32|[1e1]|[0,8]|8|has a 'shape' that is no list",
        "F32|[99999999999999999999]|[0,8]|8|has a 'shape' that is no list",
        "F32|'2'|[0,8]|8|lacks its shape",
        "F32|[2]|[8,0]|8|has -8 bytes, expected 8",
        "F32|[2]|[0,8,9]|8|lacks its shape or its two data_offsets",
        "F32|[2]|[0]|8|has a 'data_offsets' that is no list",
        "F8_E4M3|[8]|[0,8]|8|has the type 'F8_E4M3', expected one of [F64, F32",
      })
  void arraysThatDoNotFitTheFile(
      String dtype, String shape, String offsets, int dataSize, String message) throws IOException {
    refused("{'w':" + array(dtype, shape, offsets) + "}", dataSize, message);
  }

  @Test
  void arraysMustNotShareBytesOrNames() throws IOException {
    String first = "'w':" + array("F32", "[2]", "[0,8]");
    refused("{" + first + ",'v':" + array("F32", "[2]", "[4,12]") + "}", 12, "begins at byte 4");
    refused("{" + first + ",'v':" + array("F32", "[1]", "[12,16]") + "}", 16, "begins at byte 12");
    refused("{" + first + "," + first + "}", 8, "not JSON");
    refused("{" + first + "} {}", 8, "not JSON");
    refused("{'w':3}", 0, "weight 'w' has");
  }

  @Test
  void headersMustNotCostMoreMemoryThanThereIs() throws IOException {
    refused("{'w':[" + "[],".repeat(20_000) + "[]]}", 0, "more than the 1 MB");
    refused("{'w':" + "[".repeat(5_000) + "]".repeat(5_000) + "}", 0, "not JSON");
    refused("{'w':" + array("U8", "[2097152]", "[0,2097152]") + "}", 2 << 20, "2 MB, more than");
  }

  /** The first bytes once made Jackson take the header for UTF-32, and fail in another way. */
  @Test
  void headersAreUtf8() throws IOException {
    refused("\0\0\0{", 0, "not JSON");
    Path file = file("{\"ü\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}", 1);
    assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("ü");
  }
}
