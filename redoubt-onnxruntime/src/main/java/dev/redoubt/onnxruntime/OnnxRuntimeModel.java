package dev.redoubt.onnxruntime;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.model.blackbox.Answers;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.model.blackbox.Scores;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An ONNX file that ONNX Runtime executes, as a black box with scores: what is deployed, exactly as
 * it is deployed. Safe from several threads.
 */
public final class OnnxRuntimeModel implements ScoreModel, AutoCloseable {
  /** Agreement of a sample in a batch with the same sample alone, relative to the largest score. */
  private static final double ROUNDING = 1e-3;

  private final BlackBox box;
  private final Session session;
  private final BatchPlan plan;
  private final int width;
  private final OnnxRuntimeOptions options;

  private OnnxRuntimeModel(
      BlackBox box, Session session, BatchPlan plan, int width, OnnxRuntimeOptions options) {
    this.box = box;
    this.session = session;
    this.plan = plan;
    this.width = width;
    this.options = options;
  }

  /**
   * Opens a file and tries it: the classes are the values that it gives for one sample (two, where
   * that is a single score), and where it declares an open batch but mixes or refuses several
   * samples, it is asked one by one.
   *
   * @param name what reports call it
   * @throws BadInputException if the file is missing, the runtime refuses it, or it has no single
   *     input of samples and no output of scores
   */
  public static OnnxRuntimeModel open(String name, Path file, OnnxRuntimeOptions options) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(
          "model " + file + (Files.exists(file) ? " is no file" : " does not exist"));
    }
    try {
      Session session = Session.open(file.toString(), options);
      try {
        return tried(name, session, options);
      } catch (BadInputException e) {
        session.close();
        throw e;
      }
    } catch (BadInputException e) {
      throw new BadInputException("model " + file + " can't be used: " + e.getMessage(), e);
    }
  }

  private static OnnxRuntimeModel tried(String name, Session session, OnnxRuntimeOptions options) {
    BatchPlan plan = BatchPlan.of(session.inputShape(), options.input());
    int features = plan.input().features();
    int first = Math.max(1, plan.fixed());
    float[] zeros = session.run(new float[first * features], plan.shapeFor(first));
    int width = zeros.length / first;
    if (width < 1 || zeros.length % first != 0) {
      throw new BadInputException(
          "it gives %d scores for %d samples, expected as many for each"
              .formatted(zeros.length, first));
    }
    if (plan.fixed() == 0 && (plan.atOnce(2) < 2 || !isBatched(session, plan, width))) {
      plan = plan.oneByOne();
    }
    BatchPlan tried = plan;
    boolean random = options.random().orElseGet(() -> isRandom(session, tried, first));
    BlackBox box = new BlackBox(name, plan.input(), Math.max(2, width), random);
    return new OnnxRuntimeModel(box, session, plan, width, options);
  }

  /** Whether the same samples get different scores. */
  private static boolean isRandom(Session session, BatchPlan plan, int samples) {
    float[] x = new float[samples * plan.input().features()];
    RandomStream.of(0, -1, "onnxruntime/random")
        .fillUniform(x, 0, x.length, plan.input().low(), plan.input().high());
    float[] first = session.run(x, plan.shapeFor(samples));
    for (int i = 0; i < 4; i++) {
      float[] again = session.run(x, plan.shapeFor(samples));
      for (int k = 0; k < first.length; k++) {
        if (Math.abs(first[k] - again[k]) > ROUNDING * Math.abs(first[k])) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether two samples at once give the same scores as each alone. */
  private static boolean isBatched(Session session, BatchPlan plan, int classes) {
    InputSpec input = plan.input();
    float[] two = new float[2 * input.features()];
    RandomStream.of(0, -1, "onnxruntime/probe")
        .fillUniform(two, 0, two.length, input.low(), input.high());
    try {
      float[] together = session.run(two, plan.shapeFor(2));
      boolean same = together.length == 2 * classes;
      for (int row = 0; row < 2 && same; row++) {
        float[] sample =
            Arrays.copyOfRange(two, row * input.features(), (row + 1) * input.features());
        float[] alone = session.run(sample, plan.shapeFor(1));
        double scale = 0;
        for (float score : alone) {
          scale = Math.max(scale, Math.abs(score));
        }
        for (int k = 0; k < classes; k++) {
          same &= Math.abs(alone[k] - together[row * classes + k]) <= ROUNDING * scale;
        }
      }
      return same;
    } catch (BadInputException e) {
      return false; // its nodes hold it to one sample
    }
  }

  @Override
  public String name() {
    return box.name();
  }

  @Override
  public InputSpec input() {
    return box.input();
  }

  @Override
  public int classes() {
    return box.classes();
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.None(), box.random());
  }

  /** Samples that go to the runtime at once, at most. */
  public int samplesAtOnce() {
    return plan.atOnce(options.chunk());
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    float[] values = x.floats();
    int features = box.input().features();
    if (values.length != x.rows() * features) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, not %s"
              .formatted(box.name(), box.input().shape(), Arrays.toString(x.shape())));
    }
    float[][] scores = new float[x.rows()][];
    int step = samplesAtOnce();
    for (int from = 0; from < x.rows(); from += step) {
      int n = Math.min(step, x.rows() - from);
      int slots = plan.fixed() == 0 ? n : plan.fixed(); // what is left over stays zero
      float[] part = new float[slots * features];
      System.arraycopy(values, from * features, part, 0, n * features);
      float[] answer = session.run(part, plan.shapeFor(slots));
      if (answer.length != slots * width) {
        throw new BadInputException(
            "model %s gives %d scores for %d samples, expected %d each"
                .formatted(box.name(), answer.length, slots, width));
      }
      for (int i = 0; i < n; i++) {
        scores[from + i] = perClass(Arrays.copyOfRange(answer, i * width, (i + 1) * width));
      }
    }
    return new Answers(box).logits(options.scores(), scores, x);
  }

  /** A single score stands for two classes: class 1 above 0, or above one half of probability. */
  private float[] perClass(float[] scores) {
    if (scores.length > 1) {
      return scores;
    }
    float other = options.scores() == Scores.PROBABILITIES ? 1 - scores[0] : 0;
    return new float[] {other, scores[0]};
  }

  /** What its output is taken for. */
  public Scores scores() {
    return options.scores();
  }

  /** Frees the session. The model must not be used again. */
  @Override
  public void close() {
    session.close();
  }
}
