package dev.redoubt.model;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A diffusion model in one file like that of a {@link ModelBundle}, with a format of its own.
 *
 * @param model network, schedule and inputs
 * @param training how it came about, for provenance
 */
public record DiffusionBundle(DiffusionModel model, Map<String, Object> training) {
  /** The same on another device. */
  public DiffusionBundle to(Device device) {
    return new DiffusionBundle(
        new DiffusionModel(model.network().to(device), model.schedule(), model.input()), training);
  }

  /**
   * Writes the file, atomically.
   *
   * @throws BadInputException if the place can't be written
   */
  public void write(Path file) {
    content().write(file);
  }

  /** SHA-256 (hex) over everything in the bundle: what names this model in reports. */
  public String digest() {
    return content().digest();
  }

  private NetworkFile content() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("input", model.input());
    facts.put("schedule", model.schedule());
    facts.put("training", training);
    return NetworkFile.of(NetworkFile.Kind.DIFFUSION, model.network(), facts);
  }

  /** Whether a safetensors file says that it is one of these. */
  public static boolean isBundle(Safetensors content) {
    return NetworkFile.Kind.DIFFUSION.isOf(content);
  }

  /**
   * Reads a file, and checks the digest, the shapes of all weights and that of the output.
   *
   * @throws BadInputException if the file is missing, of another kind or corrupt
   */
  public static DiffusionBundle read(Path file) {
    return read(file, Safetensors.read(file));
  }

  /**
   * The same for what a file held.
   *
   * @param name of the file
   */
  public static DiffusionBundle read(String name, byte[] content) {
    return read(Path.of(name), Safetensors.read(name, content));
  }

  private static DiffusionBundle read(Path file, Safetensors whole) {
    return NetworkFile.read(
        file,
        whole,
        NetworkFile.Kind.DIFFUSION,
        content -> {
          Network network = content.network();
          InputSpec input = content.fact("input", new TypeReference<InputSpec>() {});
          NoiseSchedule schedule = content.fact("schedule", new TypeReference<NoiseSchedule>() {});
          DiffusionModel model = new DiffusionModel(network, schedule, input);
          checkOutput(model);
          return new DiffusionBundle(
              model, content.fact("training", new TypeReference<Map<String, Object>>() {}));
        });
  }

  private static void checkOutput(DiffusionModel model) {
    long[] shape =
        IntStream.concat(IntStream.of(1), model.input().shape().stream().mapToInt(n -> n))
            .mapToLong(n -> n)
            .toArray();
    long[] output =
        Scope.value(
            () ->
                model
                    .noise(Tensors.zeros(DType.FLOAT32, shape), Tensors.zeros(DType.FLOAT32, 1))
                    .shape());
    if (!Arrays.equals(shape, output)) {
      throw new BadInputException(
          "its output for one sample has the shape %s, expected that of its input, %s"
              .formatted(Arrays.toString(output), Arrays.toString(shape)));
    }
  }
}
