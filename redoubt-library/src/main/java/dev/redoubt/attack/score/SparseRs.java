package dev.redoubt.attack.score;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sparse-RS (Croce et al. 2022, algorithms 1 and 2) for L0: a random search over which ⌊ε⌋ features
 * are moved to the lowest or the highest value of the box. A try moves a share of the features
 * elsewhere and draws their values; it is kept if the margin falls (for a target, if its
 * cross-entropy does).
 *
 * <p>There a pixel counts as one, here each of its channels does. The share falls as it does there
 * for 10,000 queries, however many there are, so that a larger budget never finds less; there it is
 * stretched to the budget.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param alphaInit the share of the features that the first tries move, in (0, 1]
 */
public record SparseRs(int queries, double alphaInit) implements Attack<ScoreModel> {
  /** Checks the settings. */
  public SparseRs {
    ScoreSearch.checkQueries("sparse-rs", queries);
    if (!(alphaInit > 0 && alphaInit <= 1)) {
      throw new BadInputException("sparse-rs alpha_init must lie in (0, 1], not " + alphaInit);
    }
  }

  /** The authors' share of .3. */
  public SparseRs(int queries) {
    this(queries, 0.3);
  }

  /** The authors' settings: 10,000 queries and a share of .3. */
  public SparseRs() {
    this(10_000);
  }

  @Override
  public String name() {
    return "sparse-rs";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("alpha_init", alphaInit);
    return settings;
  }

  @Override
  public Class<ScoreModel> needs() {
    return ScoreModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), List.of(new L0()));
  }

  @Override
  public Candidates propose(
      ScoreModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    Objective loss = goal.direction() > 0 ? Objective.MARGIN : Objective.CROSS_ENTROPY;
    int most = (int) Math.min(Math.floor(threat.epsilon()), view.input().features());
    return ScoreSearch.run(
        view,
        batch,
        goal,
        draws,
        queries,
        loss,
        ground ->
            clean ->
                most == 0
                    ? Optional.empty()
                    : Optional.of(new SparseChanges(ground, most, alphaInit)),
        ground -> (points, offset) -> true);
  }
}
