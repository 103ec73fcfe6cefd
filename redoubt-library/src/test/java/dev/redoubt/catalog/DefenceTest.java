package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Defences in words, and in a model's file. */
class DefenceTest {
  private static final InputSpec PLANE = new InputSpec(List.of(4), 0, 1);

  @TempDir private Path folder = Path.of("");

  @Test
  void stagesAreMadeInTheirOrderWithValuesInOrderByNameOrByDefault() {
    assertThat(Defence.parse("bit-depth:2 | noise").stages(PLANE))
        .containsExactly(new BitDepth(2, PLANE), new RandomNoise(.1, PLANE));
    assertThat(Defence.parse(" noise : sigma = 8/255 |bit-depth").stages(PLANE))
        .containsExactly(new RandomNoise(8 / 255.0, PLANE), new BitDepth(3, PLANE));
    assertThat(Defence.parse("none").stages(PLANE)).isEmpty();
  }

  @Test
  void fullTextMeansTheSame() {
    Defence defence = Defence.parse("noise | bit-depth:bits=5");

    assertThat(defence.spec()).isEqualTo("noise:sigma=0.1 | bit-depth:bits=5");
    assertThat(Defence.parse(defence.spec()).stages(PLANE)).isEqualTo(defence.stages(PLANE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "bit-deep:3; unknown stage 'bit-deep', did you mean 'bit-depth'?",
        "bit-depth:bit=3; unknown parameter of stage bit-depth 'bit', did you mean 'bits'?",
        "bit-depth:3,4; stage bit-depth takes at most 1 values (bits)",
        "bit-depth:3,bits=4; stage bit-depth is given bits twice",
        "bit-depth:2.5; bits of stage bit-depth must be a whole number, not '2.5'",
        "bit-depth:bits=; stage bit-depth wants bits (bits of each value)",
        "noise:many; sigma of stage noise 'many' is not a number",
        "noise | | noise; has a stage without a name",
        "''; has a stage without a name",
      })
  void whatIsWrongIsSaid(String text, String sentence) {
    assertThatThrownBy(() -> Defence.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void valuesOutOfRangeAreRefusedWithTheStagesName() {
    assertThatThrownBy(() -> Defence.parse("bit-depth:0").stages(PLANE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("bit-depth wants from 1 to 16 bits, not 0");
  }

  static List<StageKind> kinds() {
    return Stages.ALL;
  }

  /** All that is listed can be made without being told anything, unless it wants a file. */
  @ParameterizedTest
  @MethodSource("kinds")
  void everyStageHasDefaultsThatSuitImages(StageKind kind) {
    InputSpec image = InputSpec.image(3, 32, 32);
    if (kind.parameters().stream().allMatch(parameter -> parameter.value().isPresent())) {
      assertThat(Defence.parse(kind.name()).stages(image).get(0).name()).isEqualTo(kind.name());
    } else {
      assertThatThrownBy(() -> Defence.parse(kind.name())).hasMessageContaining(kind.name());
    }
    assertThat(kind.summary()).isNotBlank();
    assertThat(kind.reference()).isNotBlank();
  }

  private ModelBundle bundle(Defence defence) {
    Network network = Network.create(new Mlp(List.of(3)).graph(List.of(4), 2, null), 1);
    return new ModelBundle(
        network, PLANE, List.of("a", "b"), Map.of(), Optional.of(defence.bundled(PLANE)));
  }

  private OpenedModel opened(Path file, Optional<Defence> defence) {
    ModelOptions data = ModelOptions.NONE.given(PLANE).behind(defence);
    return Models.open(file.toString(), data, Device.CPU);
  }

  @Test
  void modelKeepsItsDefenceUnlessAnotherIsAskedFor() {
    Path file = folder.resolve("model.safetensors");
    Defence own = Defence.parse("bit-depth:2");
    bundle(own).write(file);

    assertThat(opened(file, Optional.empty()).pipeline().stages()).isEqualTo(own.stages(PLANE));
    assertThat(opened(file, Optional.empty()).facts()).containsEntry("defence", own.spec());
    assertThat(opened(file, Optional.of(Defence.NONE)).pipeline().stages()).isEmpty();
    assertThat(opened(file, Optional.of(Defence.parse("noise"))).pipeline().stages())
        .containsExactly(new RandomNoise(.1, PLANE));
    assertThat(Models.open(file.toString(), ModelOptions.NONE, Device.CPU).pipeline().stages())
        .isEqualTo(own.stages(PLANE));
    assertThat(bundle(own).digest()).isNotEqualTo(bundle(Defence.parse("noise")).digest());
  }

  @Test
  void defenceInAFileIsCoveredByItsDigest() throws IOException {
    Path file = folder.resolve("model.safetensors");
    bundle(Defence.parse("bit-depth:2")).write(file);
    Safetensors content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.put("defence", "bit-depth:bits=1");
    Files.write(file, new Safetensors(metadata, content.tensors()).toBytes());

    assertThatThrownBy(() -> ModelBundle.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("digest");
  }

  @Test
  void weightsAloneAreWrittenWithoutTheDefence() {
    Path file = folder.resolve("weights.safetensors");
    bundle(Defence.parse("bit-depth:2")).writeWeights(file);

    assertThat(Safetensors.read(file).tensors().keySet()).noneMatch(k -> k.startsWith("defence"));
  }
}
