package dev.redoubt.detect.trial;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Points that fool a classifier, one a sample at most.
 *
 * @param attack what found them, in words
 * @param points by index of the sample; null where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, never compared
public record Fooling(String attack, float[] @Nullable [] points) {
  /** The number of samples with a point. */
  public int count() {
    return (int) Arrays.stream(points).filter(point -> point != null).count();
  }
}
