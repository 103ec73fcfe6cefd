package dev.redoubt.model.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers of services over HTTP, on the loopback interface. */
class HttpModelTest extends LoopbackService {
  @Test
  void labelsByNumberAndByNameInOrderAcrossRequests() {
    serve(
        (i, request) ->
            predictions(request, (a, b) -> a < .5 ? "\"" + NAMES.get((int) (a * 10)) + "\"" : "1"));

    int[] labels = predict(labels(options(2, 0)), 0, .5f, .1f, 0, .2f, 0, .9f, 0, .2f, .25f);

    assertThat(labels).containsExactly(0, 1, 2, 1, 2);
    assertThat(service.requests()).hasSize(3);
    assertThat(service.requests().get(2).toString()).isEqualTo("{\"instances\":[[[[0.2,0.25]]]]}");
  }

  @Test
  void scoresAndProbabilities() {
    serve((i, request) -> predictions(request, (a, b) -> "[" + a + "," + b + ",0.5]"));

    assertThat(logits(scores(Scores.LOGITS, options(32, 0)), 3, -4, .5f, 0))
        .containsExactly(new double[] {3, -4, .5, .5, 0, .5}, within(1e-6));
    assertThat(logits(scores(Scores.PROBABILITIES, options(32, 0)), .25f, .25f))
        .containsExactly(new double[] {Math.log(.25), Math.log(.25), Math.log(.5)}, within(1e-6));
    assertThatThrownBy(() -> logits(scores(Scores.PROBABILITIES, options(32, 0)), 3, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected probabilities");
  }

  @Test
  void otherTemplatesAndPointers() {
    serve((i, request) -> Service.Answer.ok("{\"out\": {\"rows\": [{\"best\": 2}]}}"));
    HttpFormat format =
        new HttpFormat("{\"model\": \"a\", \"x\": ${instances}}", "/out/rows", "/best");

    HttpLabelModel model = new HttpLabelModel(BOX, List.of(), format, options(1, 0), pace);

    assertThat(predict(model, 1, 2)).containsExactly(2);
    assertThat(service.requests().get(0).toString())
        .isEqualTo("{\"model\":\"a\",\"x\":[[[[1.0,2.0]]]]}");
  }
}
