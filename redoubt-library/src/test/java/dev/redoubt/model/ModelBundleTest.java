package dev.redoubt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.ResNet18;
import dev.redoubt.nn.operator.Normalize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model in a file: what is written is read, and damage is noticed. */
class ModelBundleTest {
  private static final InputSpec INPUT = InputSpec.image(1, 8, 8);
  private static final List<String> LABELS = List.of("round", "three-cornered", "„eckig“");

  @TempDir private Path folder = Path.of("");
  private Path file = Path.of("");
  private ModelBundle bundle = bundle();

  private static ModelBundle bundle() {
    Network network =
        Network.create(
            new CommonCnn().graph(INPUT.shape(), 3, new Normalize(List.of(.4), List.of(.3))), 5);
    return new ModelBundle(network, INPUT, LABELS, Map.of("method", "none", "seed", 5));
  }

  @BeforeEach
  void write() {
    file = folder.resolve("model.safetensors");
    bundle.write(file);
  }

  private void refused(String... words) {
    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(words);
  }

  @Test
  void everythingComesBackBitForBit() {
    ModelBundle read = ModelBundle.read(file);

    assertThat(read.input()).isEqualTo(INPUT);
    assertThat(read.labels()).isEqualTo(LABELS);
    assertThat(read.training()).isEqualTo(bundle.training());
    assertThat(read.network().graph()).isEqualTo(bundle.network().graph());
    Map<String, float[]> expected = bundle.network().values();
    Map<String, float[]> actual = read.network().values();
    assertThat(actual.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, values) -> assertThat(actual.get(name)).as(name).isEqualTo(values));
    assertThat(read.digest()).isEqualTo(bundle.digest()).matches("[0-9a-f]{64}");
    assertThat(folder).isDirectoryContaining(file::equals).isNotEmptyDirectory();
  }

  @Test
  void statisticsOfBatchNormalisationAreKept() {
    Network network =
        Network.create(new ResNet18().graph(InputSpec.image(1, 8, 8).shape(), 3, null), 5);
    Map<String, float[]> values = network.values();
    Arrays.fill(values.getOrDefault("bn1.running_var", new float[0]), 2.5f);
    Network changed = Network.of(network.graph(), values);
    new ModelBundle(changed, INPUT, LABELS, Map.of()).write(file);

    assertThat(ModelBundle.read(file).network().values().get("bn1.running_var"))
        .hasSize(64)
        .containsOnly(2.5f);
  }

  @Test
  void headerFollowsTheSafetensorsFormat() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    JsonNode header =
        new ObjectMapper().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));

    assertThat(bytes[8]).isEqualTo((byte) '{');
    assertThat(length % 8).isZero();
    assertThat(header.path("__metadata__").path("format").asText()).isEqualTo("redoubt-model/1");
    long end = 0;
    Map<String, float[]> weights = bundle.network().values();
    for (Map.Entry<String, float[]> weight : weights.entrySet()) {
      JsonNode entry = header.path(weight.getKey());
      assertThat(entry.path("dtype").asText()).isEqualTo("F32");
      long product = 1;
      for (JsonNode n : entry.path("shape")) {
        product *= n.asLong();
      }
      assertThat(product).isEqualTo(weight.getValue().length);
      assertThat(entry.path("data_offsets").path(0).asLong()).as("no holes").isEqualTo(end);
      float first = buffer.getFloat((int) (8 + length + end));
      assertThat(first).as(weight.getKey()).isEqualTo(weight.getValue()[0]);
      end = entry.path("data_offsets").path(1).asLong();
      assertThat(end - entry.path("data_offsets").path(0).asLong()).isEqualTo(4 * product);
    }
    assertThat(8 + length + end).isEqualTo(bytes.length);
    assertThat(header.size()).isEqualTo(weights.size() + 1);
  }

  @Test
  void flippedBytesAreNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int weight = bytes.length - 1234;
    int label = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("three-cornered");
    for (int index : new int[] {weight, bytes.length - 1, label}) {
      byte[] damaged = bytes.clone();
      damaged[index] ^= 1;
      Files.write(file, damaged);
      refused("corrupt", "digest");
    }
  }

  @Test
  void truncatedFilesAreNoticed() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 1, 7, 8, 100, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      refused("truncated");
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.writeString(file, "this is a text file, and a rather long one at that");
    refused("not a safetensors file");
    Files.write(file, header("not json at all!"));
    refused("not JSON");
    Files.write(file, header("{}"));
    refused("not a Redoubt model");
    Files.write(file, header("[1, 2]"));
    refused("not a JSON object");
    Files.write(file, header("{\"__metadata__\":{\"format\":\"pt\"}}"));
    refused("not a Redoubt model", "pt");
    Files.delete(file);
    refused("does not exist");
    Files.createDirectory(file);
    refused("can't be read");
  }

  private static byte[] header(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  /** Signed anew, so that only the content is wrong. */
  private void rewrite(String key, String text, String weight, Safetensors.Entry entry) {
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.remove("digest");
    metadata.put(key, text);
    Map<String, Safetensors.Entry> tensors = new LinkedHashMap<>(content.tensors());
    tensors.put(weight, entry);
    Safetensors changed = new Safetensors(metadata, tensors);
    metadata.put("digest", changed.digest());
    try {
      Files.write(file, new Safetensors(metadata, tensors).toBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void weightsMustFitTheGraph() {
    Safetensors.Entry right = Safetensors.Entry.of(new float[3], List.of(3L));
    rewrite("note", "", "fc2.bias", Safetensors.Entry.of(new float[4], List.of(4L)));
    refused("'fc2.bias'", "[4]", "[3]");
    rewrite("note", "", "fc2.bias", new Safetensors.Entry("F16", List.of(3L), new byte[6]));
    refused("F32", "F16");
    rewrite("note", "", "fc2.bias", new Safetensors.Entry("F32", List.of(3L), new byte[8]));
    refused("'fc2.bias' has 8 bytes, expected 12");
    write();
    rewrite("labels", "[\"a\",\"b\"]", "fc2.bias", right);
    refused("logits", "expected [1, 2]");
  }

  @Test
  void metadataMustBeReadable() {
    Safetensors.Entry right = Safetensors.Entry.of(new float[3], List.of(3L));
    rewrite("graph", "{\"nodes\":[{\"name\":\"a\",\"operator\":{\"type\":\"X\"}}]}", "m", right);
    refused("can't be used");
    write();
    rewrite("input", "{\"shape\":[1,8,8],\"low\":1,\"high\":0}", "m", right);
    refused("can't be used");
    write();
    rewrite("input", "{\"shape\":[1,9,2],\"low\":0,\"high\":1}", "m", right);
    refused("do not fit together");
    write();
    rewrite("graph", "null", "m", right);
    refused("do not fit together");
  }
}
