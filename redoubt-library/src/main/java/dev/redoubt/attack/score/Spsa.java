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
 * Simultaneous perturbation stochastic approximation (Spall 1992) as an attack (Uesato et al. 2018,
 * section 3.2): projected ascent of the margin by Adam, with gradients estimated from pairs of
 * points that are moved by ±δ in every value. After each step one query says where it led; a sample
 * leaves at its first sure success. For Linf as published, and for L2 with the projection onto its
 * ball.
 *
 * <p>The paper takes 8,192 probes for each of 100 steps to be beyond doubt; 128 are those of the
 * authors' released code, for budgets such as others report.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param samples probes for each step, even and at least 2
 * @param delta how far each value is moved
 * @param learningRate Adam's, about how far each value goes in the first steps
 * @param loss which is to rise
 */
public record Spsa(int queries, int samples, double delta, double learningRate, Objective loss)
    implements Attack<ScoreModel> {
  /** Checks the settings. */
  public Spsa {
    ScoreSearch.checkQueries("spsa", queries);
    if (samples < 2 || samples % 2 != 0) {
      throw new BadInputException("spsa samples must be even and at least 2, not " + samples);
    }
    ScoreSearch.checkPositive("spsa delta", delta);
    ScoreSearch.checkPositive("spsa learning rate", learningRate);
  }

  /** The authors' settings with a budget. */
  public Spsa(int queries) {
    this(queries, 128, 0.01, 0.01, Objective.MARGIN);
  }

  /** The authors' settings with 10,000 queries. */
  public Spsa() {
    this(10_000);
  }

  @Override
  public String name() {
    return "spsa";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("samples", samples);
    settings.put("delta", delta);
    settings.put("learning_rate", learningRate);
    settings.put("loss", loss.label());
    return settings;
  }

  @Override
  public Attack<ScoreModel> scaled(double factor) {
    return new Spsa(queries, samples, delta, learningRate * factor, loss);
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
    int features = view.input().features();
    return ScoreSearch.run(
        view,
        batch,
        goal,
        draws,
        queries,
        loss,
        ground -> {
          Steps steps = new AdamSteps(reach.geometry(), features, learningRate);
          EstimatedAscent ascent =
              new EstimatedAscent(ground, reach, Noise.SIGNS, delta, samples / 2, steps);
          return clean -> Optional.of(ascent.first());
        },
        ground -> (points, offset) -> reach.holds(ground.clean(), points, offset));
  }
}
