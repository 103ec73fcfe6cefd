package dev.redoubt.attack.spatial;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Obstacles;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rotations and shifts (Engstrom et al. 2019, "Exploring the landscape of spatial robustness"), and
 * changes of scale: the first move that meets the goal is proposed. Pixels are interpolated
 * bilinearly; what comes in from beyond the edges has the lowest value. It needs labels alone.
 *
 * <p>A step, as its candidates count them, is a move that was tried. The image as it is comes
 * first, and does not count. Moves are tried 4, 8, 16 and 32 at a time, then 64, whatever the
 * batch, so that a sample may be asked about a few more than it takes.
 *
 * @param degrees the largest rotation either way, in [0, 180]
 * @param shift the largest shift either way along each side, as a share of it, in [0, 1]
 * @param scale by how much the factor of scale may differ from 1, in [0, 1)
 * @param tries which moves within these are tried
 */
public record RotateTranslateScale(double degrees, double shift, double scale, Tries tries)
    implements Attack<LabelModel> {
  /** Checks the settings. */
  public RotateTranslateScale {
    if (!(degrees >= 0 && degrees <= 180)) {
      throw new BadInputException(
          "the largest rotation must lie in [0, 180] degrees, not " + degrees);
    }
    if (!(shift >= 0 && shift <= 1)) {
      throw new BadInputException(
          "the largest shift must be a share of the side in [0, 1], not " + shift);
    }
    if (!(scale >= 0 && scale < 1)) {
      throw new BadInputException("the largest change of scale must lie in [0, 1), not " + scale);
    }
  }

  /**
   * The authors' grid: 31 rotations of up to 30° and 5 shifts along each side of up to a tenth, 775
   * moves.
   */
  public RotateTranslateScale() {
    this(30, 0.1, 0, new Tries.Grid(31, 5, 1));
  }

  @Override
  public String name() {
    return "spatial";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("degrees", degrees);
    settings.put("shift", shift);
    settings.put("scale", scale);
    settings.putAll(tries.settings());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    return Obstacles.images(name(), model).or(() -> Obstacles.anyInput(name(), threat, model));
  }

  Tries.Extent extent() {
    return new Tries.Extent(degrees, shift, scale);
  }

  @Override
  public Candidates propose(
      LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    return Scope.tensors(() -> new MoveSearch(this, view, batch, goal, draws).run());
  }
}
