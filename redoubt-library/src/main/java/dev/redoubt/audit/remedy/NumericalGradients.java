package dev.redoubt.audit.remedy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import java.util.Optional;

/**
 * The deployed whole is differentiated by central differences over every feature, whatever its
 * parts say of their derivatives, and also if they have none (the pipeline that this gives has no
 * stages; its classifier is the whole). At the ends of the input range the differences are
 * one-sided. A random whole is given the same draws at all points of a look.
 *
 * <p>Dear: a look at a row costs two passes a feature. Every pass of the result counts as so many,
 * also where nothing is differentiated. Empty for what gives no scores, or rejects.
 *
 * @param step half of the distance between two points, in pixel space: larger than what rounds the
 *     values, so that the two differ
 */
public record NumericalGradients(double step) implements Remedy {
  /** With points .01 to either side. */
  public NumericalGradients() {
    this(.01);
  }

  /** Checks. */
  public NumericalGradients {
    if (!(step > 0) || Double.isInfinite(step)) {
      throw new BadInputException("a numerical gradient wants a positive step, not " + step);
    }
  }

  @Override
  public String words() {
    return "numerical gradients with a step of " + step;
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return !pipeline.rejects() && pipeline.deployed() instanceof ScoreModel whole
        ? Optional.of(Pipeline.of(new Differences(whole, step)))
        : Optional.empty();
  }
}
