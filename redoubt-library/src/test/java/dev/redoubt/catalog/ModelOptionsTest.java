package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.InputAdapter;
import dev.redoubt.nn.operator.Normalize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users say of a model, and how it goes together with data. */
class ModelOptionsTest {
  private static ModelOptions of(
      boolean channelsLast, Optional<List<Integer>> shape, List<Integer> data) {
    ModelOptions none = ModelOptions.NONE;
    return new ModelOptions(
        none.arch(),
        shape,
        none.range(),
        none.normalize(),
        channelsLast,
        none.classes(),
        List.of(),
        none.settings(),
        Optional.of(new InputSpec(data, 0, 1)));
  }

  @Test
  void textsAreRead() {
    assertThat(ModelOptions.shape("3, 32,32")).containsExactly(3, 32, 32);
    assertThat(ModelOptions.range("-1,1")).isEqualTo(new ModelOptions.Range(-1, 1));
    assertThat(ModelOptions.normalize("mean=.5,.25,std=2,4"))
        .isEqualTo(new Normalize(List.of(.5, .25), List.of(2.0, 4.0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3,,32", "0,3", "a", "3;4", "99999999999", "99999,99999"})
  void badShapes(String text) {
    assertThatThrownBy(() -> ModelOptions.shape(text)).isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1,0", "0,NaN", "0,Infinity", "0,1,2"})
  void badRanges(String text) {
    assertThatThrownBy(() -> ModelOptions.range(text)).isInstanceOf(BadInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.5",
        "mean=1",
        "mean=1,std=0",
        "mean=1,2,std=1",
        "mean=NaN,std=1",
        "std=1,mean=1"
      })
  void badNormalisations(String text) {
    assertThatThrownBy(() -> ModelOptions.normalize(text)).isInstanceOf(BadInputException.class);
  }

  /** Data, the model's own shape, and whether it takes channels last. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,28,28 | 784,1    | false",
        "1,28,28 | 784      | false",
        "1,28,28 | 28,28    | false",
        "1,28,28 | 28,28,1  | true",
        "57      | 57,1     | false",
        "3,8,8   | 8,8,3    | true",
      })
  void shapesGoTogether(String data, String own, boolean channelsLast) {
    List<Integer> outer = ModelOptions.shape(data);
    InputAdapter adapter =
        of(channelsLast, Optional.empty(), outer).adapter("m", ModelOptions.shape(own));

    assertThat(adapter.outer()).isEqualTo(outer);
    assertThat(adapter.inner()).isEqualTo(ModelOptions.shape(own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,8,8 | 192   | false",
        "3,8,8 | 8,8,3 | false",
      })
  void shapesThatDoNotAreExplained(String data, String own, boolean channelsLast) {
    ModelOptions options = of(channelsLast, Optional.empty(), ModelOptions.shape(data));

    assertThatThrownBy(() -> options.adapter("m", ModelOptions.shape(own)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--input-shape");
  }

  /** The evaluator names both, and the dataset with them. */
  @Test
  void shapesOfOtherSizesAreLeftToTheEvaluator() {
    ModelOptions options = of(false, Optional.empty(), List.of(3, 8, 8));

    assertThat(options.adapter("m", List.of(3, 8, 9)).outer()).containsExactly(3, 8, 9);
  }

  /** Data, what the user says, the model's own shape, and whether it takes channels last. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3,8,8 | 3,8,8 | 8,8,3 | false",
        "3,8,8 | 3,8,8 | 3,8,8 | true",
        "3,8,4 | 3,8,4 | 3,4,8 | false",
      })
  void imagesAreNotReorderedUnasked(String data, String said, String own, boolean channelsLast) {
    ModelOptions options =
        of(channelsLast, Optional.of(ModelOptions.shape(said)), ModelOptions.shape(data));

    assertThatThrownBy(() -> options.adapter("m", ModelOptions.shape(own)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--layout");
  }

  @Test
  void flatModelMeetsImages() {
    InputAdapter adapter =
        of(false, Optional.of(List.of(192)), List.of(3, 8, 8)).adapter("m", List.of(192));

    assertThat(adapter.outer()).containsExactly(3, 8, 8);
    assertThat(adapter.inner()).containsExactly(192);
  }

  @Test
  void saidIsDone() {
    List<Integer> outer = List.of(3, 8, 8);
    InputAdapter adapter = of(true, Optional.of(outer), outer).adapter("m", List.of(192));

    assertThat(adapter.channelsLast()).isTrue();
    assertThat(adapter.inner()).containsExactly(192);
  }
}
