package dev.redoubt.model.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;

/** A service that gives a score for each class of each sample. */
public final class HttpScoreModel extends Opaque implements ScoreModel {
  private final Scores kind;
  private final HttpQuestions questions;

  /** A model; the service is not asked yet. */
  public HttpScoreModel(BlackBox box, Scores kind, HttpFormat format, HttpOptions options) {
    this(box, kind, format, options, Pace.REAL);
  }

  HttpScoreModel(BlackBox box, Scores kind, HttpFormat format, HttpOptions options, Pace pace) {
    super(box);
    this.kind = kind;
    this.questions = new HttpQuestions(box, format, options, pace);
  }

  /** What was asked so far. */
  public QueryBudget budget() {
    return questions.budget();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    float[][] scores = questions.ask(x).stream().map(this::scores).toArray(float[][]::new);
    return new Answers(box).logits(kind, scores, x);
  }

  private float[] scores(JsonNode node) {
    if (!node.isArray()) {
      throw questions.refused(
          "has %s for a sample, expected an array of scores".formatted(questions.excerpt(node)));
    }
    float[] scores = new float[node.size()];
    for (int k = 0; k < scores.length; k++) {
      JsonNode score = node.get(k);
      if (!score.isNumber()) {
        throw questions.refused(
            "has the score %s, expected a number".formatted(questions.excerpt(score)));
      }
      scores[k] = score.floatValue();
    }
    return scores;
  }
}
