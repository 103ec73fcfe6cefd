package dev.redoubt.attack.square;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Square Attack (Andriushchenko et al. 2020) for Linf, L2 and L1: a random search that changes
 * a square window of the image at a time and keeps the change if the margin falls. It needs scores,
 * no gradients.
 *
 * <p>The margin is {@code z_y - max over j≠y of z_j}, for a target {@code max over j≠t of z_j -
 * z_t}. The share of the image that a window covers is halved after the changes 10, 50, 200, 500,
 * 1,000, 2,000, 4,000, 6,000 and 8,000, however many queries there are, as inside AutoAttack (Croce
 * and Hein 2020); L1 is as in "Mind the box" (Croce and Hein 2021). A sample whose margin is surely
 * negative leaves at once; {@code steps} of its candidate are the queries that it took. A
 * survivor's candidate is the point of lowest margin.
 *
 * <p>Images {@code [channels, height, width]} may have any size; a window that would be higher than
 * the image is as high as it, and covers the share of its width. Inputs of any other shape, such as
 * rows of a table, count as one channel of height 1, so that a window is a run of neighbouring
 * features. The box is the model's.
 *
 * <p>Three things differ from the published code:
 *
 * <ul>
 *   <li>Windows lie uniformly at all places where they fit. There, the last row and the last column
 *       are never reached.
 *   <li>Each sample has windows, patterns and signs of its own, drawn from its own stream, so that
 *       its result does not depend on the batch. There, a batch shares its windows and patterns.
 *   <li>{@code queries} counts the first point, too. There, a survivor is passed once more.
 * </ul>
 *
 * <p>A random model is asked once a query; none of its samples leaves before the end.
 *
 * @param queries forward passes that a restart may spend on a sample, at least 1
 * @param restarts independent runs, at least 1; each only on what the ones before did not break
 * @param pInit the share of the image that the first windows cover, in (0, 1]
 */
public record Square(int queries, int restarts, double pInit) implements Attack<ScoreModel> {
  /** Checks the settings. */
  public Square {
    if (queries < 1) {
      throw new BadInputException("square query budget must be at least 1, not " + queries);
    }
    if (restarts < 1) {
      throw new BadInputException("square wants at least 1 restart, not " + restarts);
    }
    if (!(pInit > 0 && pInit <= 1)) {
      throw new BadInputException("square p_init must lie in (0, 1], not " + pInit);
    }
  }

  /** One run with AutoAttack's share of .8. */
  public Square(int queries) {
    this(queries, 1, 0.8);
  }

  /** The settings of AutoAttack: 5,000 queries, one run, a share of .8. */
  public Square() {
    this(5000);
  }

  @Override
  public String name() {
    return "square";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("restarts", restarts);
    settings.put("p_init", pInit);
    return settings;
  }

  @Override
  public Class<ScoreModel> needs() {
    return ScoreModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat);
  }

  @Override
  public Candidates propose(
      ScoreModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(() -> new SquareSearch(this, view, batch, threat, goal, draws).run());
  }
}
