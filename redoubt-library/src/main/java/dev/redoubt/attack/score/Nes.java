package dev.redoubt.attack.score;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.StepSize;
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
 * Projected ascent by gradients that natural evolution strategies estimate (Ilyas et al. 2018,
 * section 2 and algorithm 1), for Linf and L2: antithetic Gaussian probes, momentum, steps of
 * steepest ascent that are halved where the loss stops rising. After each step one query says where
 * it led; a sample leaves at its first sure success.
 *
 * <p>The authors' settings are for Linf and epsilon .05; their step of .01 counts as a fifth of
 * epsilon here. Their line search for a step that keeps the target among the classes shown belongs
 * to attacks with partial information, and is not here.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param samples probes for each step, even and at least 2
 * @param sigma standard deviation of the probes
 * @param step length of the first steps, in the norm of the threat
 * @param momentum share of earlier gradients, in [0, 1)
 * @param plateau of so many losses the last must not be below the first, at least 2
 * @param loss which is to rise
 */
public record Nes(
    int queries,
    int samples,
    double sigma,
    StepSize step,
    double momentum,
    int plateau,
    Objective loss)
    implements Attack<ScoreModel> {
  /** Checks the settings. */
  public Nes {
    ScoreSearch.checkQueries("nes", queries);
    if (samples < 2 || samples % 2 != 0) {
      throw new BadInputException("nes samples must be even and at least 2, not " + samples);
    }
    ScoreSearch.checkPositive("nes sigma", sigma);
    if (!(momentum >= 0 && momentum < 1)) {
      throw new BadInputException("nes momentum must lie in [0, 1), not " + momentum);
    }
    if (plateau < 2) {
      throw new BadInputException("nes plateau must be at least 2, not " + plateau);
    }
  }

  /** The authors' settings with a budget. */
  public Nes(int queries) {
    this(queries, 50, 0.001, new StepSize.OfEpsilon(0.2), 0.9, 5, Objective.CROSS_ENTROPY);
  }

  /** The authors' settings with 10,000 queries. */
  public Nes() {
    this(10_000);
  }

  @Override
  public String name() {
    return "nes";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("samples", samples);
    settings.put("sigma", sigma);
    settings.put("step", step.toString());
    settings.put("momentum", momentum);
    settings.put("plateau", plateau);
    settings.put("loss", loss.label());
    return settings;
  }

  @Override
  public Attack<ScoreModel> scaled(double factor) {
    return new Nes(queries, samples, sigma, step.scaled(factor), momentum, plateau, loss);
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
    double length = step.at(threat.epsilon());
    int features = view.input().features();
    return ScoreSearch.run(
        view,
        batch,
        goal,
        draws,
        queries,
        loss,
        ground -> {
          Steps steps = new MomentumSteps(reach.geometry(), features, length, momentum, plateau);
          EstimatedAscent ascent =
              new EstimatedAscent(ground, reach, Noise.GAUSSIAN, sigma, samples / 2, steps);
          return clean -> Optional.of(ascent.first());
        },
        ground -> (points, offset) -> reach.holds(ground.clean(), points, offset));
  }
}
