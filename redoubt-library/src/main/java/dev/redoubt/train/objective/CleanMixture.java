package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Batches in which a fraction of the samples stays clean (Kurakin et al. 2017, "Adversarial machine
 * learning at scale", algorithm 1, without its weight): the loss is the mean over all of them. Only
 * the others are attacked, so the inner problem costs so much less.
 *
 * <p>Batches are shuffled, so which places stay clean does not matter; they are spread evenly, so
 * that extra data, which stand at the end of a batch, have their share of them.
 *
 * @param objective where the other samples are learnt at
 * @param fraction the share of each batch that stays clean, in [0, 1]
 */
public record CleanMixture(PointTraining objective, double fraction) implements PointTraining {
  /** Checks the fraction. */
  public CleanMixture {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new BadInputException(
          "the clean fraction of a batch must lie in [0, 1], not " + fraction);
    }
  }

  /** That of the objective: how much stays clean is one of its settings. */
  @Override
  public String name() {
    return objective.name();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>(objective.settings());
    settings.put("clean_fraction", fraction);
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return objective.threats();
  }

  @Override
  public Optional<Smoothing> smoothing() {
    return objective.smoothing();
  }

  @Override
  public boolean smoothsLabels() {
    return objective.smoothsLabels();
  }

  /** The stronger objective on all samples. */
  @Override
  public Optional<Objective> stronger() {
    return objective.stronger();
  }

  @Override
  public Optional<String> refuses(InputSpec input, int classes) {
    return objective.refuses(input, classes);
  }

  @Override
  public Tensor examples(Lesson lesson) {
    int[] attacked =
        IntStream.range(0, lesson.batch().size()).filter(row -> !isClean(row)).toArray();
    Tensor x = lesson.batch().inputs();
    return attacked.length == 0
        ? x
        : Layout.withRows(x, attacked, objective.examples(lesson.rows(attacked)));
  }

  /** Of the first n rows, round(n · fraction) are. */
  private boolean isClean(int row) {
    return Math.round((row + 1) * fraction) > Math.round(row * fraction);
  }
}
