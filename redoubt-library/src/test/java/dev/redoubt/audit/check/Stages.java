package dev.redoubt.audit.check;

import dev.redoubt.audit.Halves;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;

/** Stages around the classifiers of {@link Halves}. */
public final class Stages {
  private Stages() {}

  /**
   * Moves all features, and has a derivative of zero.
   *
   * @param backward that it declares
   */
  public record Detaching(float by, Declaration.Backward backward) implements Purifier {
    /** The identity. */
    public Detaching(Declaration.Backward backward) {
      this(0, backward);
    }

    @Override
    public String name() {
      return "detaching";
    }

    @Override
    public InputSpec takes() {
      return Halves.INPUT;
    }

    @Override
    public Declaration declares() {
      return new Declaration(backward, false);
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return x.detached().plus(by).plus(x.times(0));
    }
  }

  /** Rejects what has a large mean. */
  public record Alarm(double threshold) implements Detector {
    @Override
    public String name() {
      return "alarm";
    }

    @Override
    public InputSpec takes() {
      return Halves.INPUT;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Reductions.sumPerSample(x).dividedBy(Halves.FEATURES);
    }
  }
}
