package dev.redoubt.attack.decision;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.attack.query.Cosines;
import dev.redoubt.attack.query.Geometry;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GeoDA (Rahmati et al. 2020) for L2 and Linf, from classes alone: takes the decision boundary as
 * nearly flat. In turns: estimate its normal at a point of it, go from the clean point in the
 * direction that this makes the shortest (the normal for L2, its signs for Linf) until the goal is
 * met, and bisect back to the boundary.
 *
 * <p>As theory wants it (their equation 15), the probes for the normals grow in each turn by a
 * factor, {@code λ^(-2/3)}. There the first number is chosen so that all turns spend the budget;
 * here it is given, so that a larger budget never finds less. Probes of all turns add up. Their
 * mean is subtracted as in HopSkipJump, which lessens the noise where most lie on one side.
 *
 * @param queries each sample's budget, the clean point included; at least 1
 * @param firstProbes points for the first normal, at least 2
 * @param lambda by {@code λ^(-2/3)} the number grows, in (0, 1]
 * @param sigma standard deviation of the probes, as a share of the box's width
 * @param frequencies share of the frequencies along each side in which probes lie, in (0, 1]; 1 for
 *     the whole space. Low frequencies find more with few queries on large images, but only
 *     perturbations made of them
 * @param starts where to look for a first point that meets the goal
 */
public record GeoDa(
    int queries, int firstProbes, double lambda, double sigma, double frequencies, Starts starts)
    implements MinimumNormAttack<LabelModel> {
  /** Checks the settings. */
  public GeoDa {
    DecisionSearch.checkQueries("geoda", queries);
    if (firstProbes < 2) {
      throw new BadInputException("geoda wants at least 2 probes at first, not " + firstProbes);
    }
    checkShare("lambda", lambda);
    checkShare("sigma", sigma);
    checkShare("share of frequencies", frequencies);
  }

  private static void checkShare(String setting, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new BadInputException("geoda %s must lie in (0, 1], not %s".formatted(setting, value));
    }
  }

  /** The authors' settings in the whole space, with a budget. */
  public GeoDa(int queries) {
    this(queries, 60, 0.6, 0.0002, 1, new NoiseStarts());
  }

  /** The authors' settings in the whole space, with 10,000 queries. */
  public GeoDa() {
    this(10_000);
  }

  /** The same with probes in low frequencies; a third is what the authors take. */
  public GeoDa within(double share) {
    return new GeoDa(queries, firstProbes, lambda, sigma, share, starts);
  }

  /** The same with other starts, as targets need them. */
  public GeoDa from(Starts others) {
    return new GeoDa(queries, firstProbes, lambda, sigma, frequencies, others);
  }

  @Override
  public String name() {
    return "geoda";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("queries", queries);
    settings.put("first_probes", firstProbes);
    settings.put("lambda", lambda);
    settings.put("sigma", sigma);
    settings.put("frequencies", frequencies);
    settings.put("starts", starts.name());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.norm(name(), threat.norm(), List.of(new Linf(), new L2()));
  }

  @Override
  public Candidates closest(
      LabelModel view, Batch batch, Norm norm, Goal goal, double enough, Draws draws) {
    Geometry geometry = Geometry.of(norm);
    return DecisionSearch.closest(
        view,
        batch,
        geometry,
        goal,
        enough,
        draws,
        queries,
        starts,
        (ground, start) -> {
          int features = ground.plane().features();
          Directions whole =
              (target, offset) -> ground.stream().fillGaussian(target, offset, features);
          Cosines low = new Cosines(ground.plane(), frequencies);
          Directions waves = (target, offset) -> low.drawGaussian(ground.stream(), target, offset);
          return new GeoDaWalk(this, ground, geometry, frequencies < 1 ? waves : whole).from(start);
        });
  }
}
