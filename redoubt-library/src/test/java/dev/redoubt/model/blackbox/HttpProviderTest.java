package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelProviders;
import dev.redoubt.model.ModelRequest;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models asked for by scheme. */
class HttpProviderTest {
  private static final InputSpec PLANE = new InputSpec(List.of(2), 0, 1);

  private static LabelModel open(String text, Map<String, String> options) {
    return ModelProviders.open(ModelRequest.parse(text, Optional.of(PLANE), options));
  }

  @Test
  void serviceIsOpenedByItsAddress() throws IOException {
    try (Service service =
        new Service((i, request) -> Service.Answer.ok("{\"predictions\": [\"no\", \"yes\"]}"))) {
      assertThat(ModelProviders.know(service.uri().toString())).isTrue();
      LabelModel model = open(service.uri().toString(), Map.of("classes", "no, yes"));

      assertThat(model).isInstanceOf(HttpLabelModel.class);
      assertThat(model.classes()).isEqualTo(2);
      assertThat(model.predict(Tensors.of(new float[4], 2, 2), Draws.NONE).ints())
          .containsExactly(0, 1);
    }
  }

  @Test
  void optionsAreRead() throws IOException {
    try (Service service =
        new Service((i, request) -> Service.Answer.ok("{\"a\": [{\"p\": [0.5, 0.25, 0.25]}]}"))) {
      LabelModel model =
          open(
              service.uri().toString(),
              Map.of(
                  "classes", "3",
                  "answers", "probabilities",
                  "predictions", "/a",
                  "each", "/p",
                  "batch", "1",
                  "budget", "2",
                  "random", "true",
                  "header.Authorization", "PATH"));

      assertThat(model.declares().random()).isTrue();
      double[] logits =
          ((ScoreModel) model).logits(Tensors.of(new float[4], 2, 2), Draws.NONE).doubles();
      assertThat(logits).hasSize(6).startsWith((float) Math.log(.5));
      assertThat(service.requests()).hasSize(2);
      assertThat(service.authorizations()).containsOnly(System.getenv("PATH"));
      assertThatThrownBy(() -> model.predict(Tensors.of(new float[2], 1, 2), Draws.NONE))
          .isInstanceOf(QueryBudgetExceededException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "answers | guesses | expected labels, logits or probabilities",
        "retries | many | option retries of model http://localhost/p is 'many', expected a whole",
        "retries | -1 | retries must be from 0 to 100, not -1",
        "timeout | -1 | option timeout of model http://localhost/p is '-1', expected seconds",
        "timeout | 0 | timeout must be positive",
        "batch | 0 | request batch size must be at least 1",
        "random | maybe | expected true or false",
        "budget | x | expected a number of samples",
        "classes | 1 | wants at least 2 classes, not 1",
        "class | 1 | unknown option for http models 'class', did you mean 'classes'?",
        "header.X | NO_SUCH_VARIABLE_HERE | NO_SUCH_VARIABLE_HERE is not set",
        "header.Host | PATH | header 'Host' can't be sent"
      })
  void badOptionsAreOneSentence(String name, String value, String sentence) {
    Map<String, String> options = new HashMap<>(Map.of("classes", "2"));
    options.put(name, value);

    assertThatThrownBy(() -> open("http://localhost/p", options))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> open("http://localhost/p", Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("give --classes, or option classes");
    ModelRequest shapeless =
        ModelRequest.parse("http://localhost/p", Optional.empty(), Map.of("classes", "2"));
    assertThatThrownBy(() -> ModelProviders.open(shapeless))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not say the shape of its inputs: say it with --input-shape");
  }

  /** Neither in the sentence nor in what a stack trace would show. */
  @ParameterizedTest
  @CsvSource({
    "http://me:s3@cret@host/p, 2",
    "http://me:s3cret@host/p q, 2",
    "http:me:s3cret@host, 2",
    "http://host/p?key=s3cret, many",
    "HTTPS://host/p#s3cret, many"
  })
  void secretsInAddressesAreNeverShown(String address, String batch) {
    assertThatThrownBy(() -> open(address, Map.of("classes", "2", "batch", batch)))
        .isInstanceOf(BadInputException.class)
        .satisfies(e -> assertThat(trace(e)).doesNotContain("cret@").doesNotContain("s3cret"));
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void unknownSchemesAreOneSentence() {
    assertThat(ModelProviders.know("htp://localhost")).isFalse();
    assertThat(ModelProviders.know("net.onnx")).isFalse();
    assertThatThrownBy(() -> open("htp://localhost", Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("unknown model scheme 'htp', did you mean 'http'?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"net", ":net", "http:"})
  void textWithoutASchemeIsRefused(String text) {
    assertThatThrownBy(() -> ModelRequest.parse(text, Optional.empty(), Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("must be SCHEME:LOCATION");
  }
}
