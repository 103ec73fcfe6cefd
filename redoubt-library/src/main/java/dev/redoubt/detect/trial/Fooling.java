package dev.redoubt.detect.trial;

import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Points that fool a classifier, one a sample at most.
 *
 * @param attack what found them, in words
 * @param points by index of the sample; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, never compared
public record Fooling(String attack, float[] @Nullable [] points) {
  /** The witnesses of an evaluation. */
  public static Fooling of(Evaluation evaluation) {
    List<SampleOutcome> outcomes = evaluation.outcomes();
    Iterator<float[]> witnesses = evaluation.witnesses().iterator();
    float[] @Nullable [] points = new float[outcomes.size()][];
    for (int i = 0; i < points.length; i++) {
      if (outcomes.get(i).status() == Status.BROKEN) {
        points[i] = witnesses.next();
      }
    }
    return new Fooling("witnesses", points);
  }

  /** The number of samples with a point. */
  public int count() {
    return (int) Arrays.stream(points).filter(point -> point != null).count();
  }
}
