package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.model.Layer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultLayersTest {
  private static List<Layer> layers(String... operators) {
    return Stream.of(operators)
        .map(word -> new Layer(word.toLowerCase(java.util.Locale.ROOT), word, List.of(4L)))
        .toList();
  }

  private static List<String> names(List<Layer> layers) {
    return layers.stream().map(Layer::name).toList();
  }

  @Test
  void activationsAreTaken() {
    List<Layer> shown = Classroom.perceptron().layers();
    assertThat(names(DefaultLayers.of("lid", shown, List.of()))).containsExactly("tanh1", "relu2");
    assertThat(DefaultLayers.last("kde", shown, Optional.empty()).name()).isEqualTo("relu2");
  }

  @Test
  void anActivationThatGivesTheLogitsIsNotHidden() {
    List<Layer> shown = layers("Linear", "Relu", "Conv2d", "Sigmoid");
    assertThat(names(DefaultLayers.of("lid", shown, List.of()))).containsExactly("relu");
  }

  @Test
  void withoutActivationsAllButTheLogits() {
    List<Layer> shown = layers("Flatten", "Linear", "MatMul");
    assertThat(names(DefaultLayers.of("lid", shown, List.of())))
        .containsExactly("flatten", "linear");
    assertThat(DefaultLayers.last("kde", shown, Optional.empty()).name()).isEqualTo("linear");
    assertThat(names(DefaultLayers.of("lid", layers("Linear"), List.of())))
        .containsExactly("linear");
  }

  @Test
  void thoseThatAreNamedComeInTheOrderOfTheNetwork() {
    List<Layer> shown = Classroom.perceptron().layers();
    assertThat(names(DefaultLayers.of("lid", shown, List.of("relu2", "fc1"))))
        .containsExactly("fc1", "relu2");
    assertThat(DefaultLayers.last("kde", shown, Optional.of("fc1")).name()).isEqualTo("fc1");
  }

  @Test
  void unknownLayersAreNamedWithThoseThatExist() {
    List<Layer> shown = Classroom.perceptron().layers();
    assertThatThrownBy(() -> DefaultLayers.of("lid", shown, List.of("relu1")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "unknown layer 'relu1', did you mean 'relu2'? Known are fc1, tanh1, fc2, relu2, fc3");
    assertThatThrownBy(() -> DefaultLayers.of("lid", List.of(), List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("detector lid reads layers, but this classifier shows none");
  }
}
