package dev.redoubt.evaluate;

import dev.redoubt.data.Batch;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges clean samples and witnesses anew, apart from the run that found them: distance and box in
 * fp64, the deployed pipeline in fp32 at batch size 1 and in fp64, 100 votes of a random one.
 */
public final class WitnessCheck {
  private final Judge judge;
  private final ThreatModel threat;

  /**
   * A check of one pipeline under one threat.
   *
   * @param seed keys the votes of a random pipeline; another seed than the run's asks for fresh
   *     ones
   */
  public WitnessCheck(Pipeline pipeline, ThreatModel threat, long seed) {
    LabelModel deployed = pipeline.deployed();
    Optional<? extends LabelModel> precise =
        deployed instanceof DoublePrecision twin ? twin.inDoublePrecision() : Optional.empty();
    this.judge = new Judge(deployed, precise, seed);
    this.threat = threat;
  }

  /**
   * The clean predictions.
   *
   * @return the index of the class of each row; {@link LabelModel#NO_CLASS} where none is given
   * @throws dev.redoubt.BadInputException if a sample is outside the range of inputs
   */
  public int[] clean(Batch batch) {
    Judge.Prediction[] predictions = judge.clean(batch);
    int[] labels = new int[predictions.length];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = predictions[row].label();
    }
    return labels;
  }

  /**
   * Whether an input breaks the pipeline; empty if it does not, is too far from its sample, or
   * outside the range of inputs.
   *
   * @param sample one row
   * @param candidate one row
   */
  public Optional<Finding> of(Batch sample, Tensor candidate) {
    return judge
        .witness(sample, candidate, threat.norm(), threat.epsilon(), Goal.untargeted())
        .map(w -> new Finding(w.prediction(), w.distance(), w.fragile(), w.vote()));
  }

  /**
   * What a witness is.
   *
   * @param prediction the class that it is given
   * @param distance from its sample in the norm of the threat, in fp64
   * @param fragile whether fp64 disagrees on the prediction, so that it refutes nothing
   * @param vote of a random pipeline; null if it is not random
   */
  public record Finding(int prediction, double distance, boolean fragile, @Nullable Vote vote) {}
}
