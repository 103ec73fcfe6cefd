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
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The simple black-box attack (Guo et al. 2019, algorithm 1) for L2 and Linf: tries a step in one
 * direction of an orthonormal basis, or the opposite step, and keeps it if the probability of the
 * label falls (that of a target rises). Directions are drawn without replacement; after the last
 * they are drawn anew.
 *
 * <p>As published the perturbation grows as long as it may; here each point is pulled into ball and
 * box before it is asked about, and one that is thereby where the search stands already costs no
 * query. What falls is compared as a logarithm, since probabilities are rounded to 1 where a model
 * is sure.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param step length of a step, in L2
 * @param basis the directions
 */
public record SimBa(int queries, double step, Basis basis) implements Attack<ScoreModel> {
  /** Checks the settings. */
  public SimBa {
    ScoreSearch.checkQueries("simba", queries);
    ScoreSearch.checkPositive("simba step", step);
  }

  /** Single values with the authors' step of .2. */
  public SimBa(int queries) {
    this(queries, 0.2, new Basis.Values());
  }

  /** The authors' settings with 10,000 queries. */
  public SimBa() {
    this(10_000);
  }

  /** SimBA-DCT with a budget, that takes the lowest quarter of the frequencies first. */
  public static SimBa dct(int queries) {
    return new SimBa(queries, 0.2, new Basis.LowFrequencies(0.25));
  }

  /** A set of orthonormal directions. */
  public sealed interface Basis {
    /** How it is named in settings. */
    String name();

    /** Every value of the input is a direction. */
    record Values() implements Basis {
      @Override
      public String name() {
        return "values";
      }
    }

    /**
     * The patterns of the cosine transform of each channel, low frequencies first.
     *
     * @param share of the frequencies along each side that come first, in (0, 1]
     */
    record LowFrequencies(double share) implements Basis {
      /** Checks the share. */
      public LowFrequencies {
        if (!(share > 0 && share <= 1)) {
          throw new BadInputException(
              "simba share of frequencies must lie in (0, 1], not " + share);
        }
      }

      @Override
      public String name() {
        return "dct:" + share;
      }
    }
  }

  @Override
  public String name() {
    return basis instanceof Basis.Values ? "simba" : "simba:dct";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("step", step);
    settings.put("basis", basis.name());
    return settings;
  }

  @Override
  public Class<ScoreModel> needs() {
    return ScoreModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), List.of(new Linf(), new L2()));
  }

  @Override
  public Candidates propose(
      ScoreModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    Reach reach = Reach.of(view, batch, threat);
    return ScoreSearch.run(
        view,
        batch,
        goal,
        draws,
        queries,
        Objective.CROSS_ENTROPY,
        ground ->
            clean ->
                new BasisSteps(ground, reach, BasisOrder.of(basis, ground), step, clean.rise())
                    .first(),
        ground -> (points, offset) -> reach.holds(ground.clean(), points, offset));
  }
}
