package dev.redoubt.report;

import java.util.List;

/**
 * One sample on its way through the stages of a defence, as it is and attacked. Pixels go to the
 * HTML report only.
 *
 * @param id index of the sample in the full split
 * @param label name of the true class
 * @param cleanAnswer name of the class predicted for it as it is
 * @param attackedAnswer name of the class predicted for it attacked; empty if no attack broke it
 * @param steps the input, then what each stage that changes it makes of it
 */
public record StageStrip(
    long id, String label, String cleanAnswer, String attackedAnswer, List<Step> steps) {
  /**
   * What a stage hands on.
   *
   * @param name of the stage, or {@code input}
   * @param shape of the values
   * @param clean values in the order of the shape, moved into [0, 1] from the range they have there
   * @param attacked the same; empty if no attack broke the sample
   */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
  public record Step(String name, int[] shape, float[] clean, float[] attacked) {}

  /** Copies. */
  public StageStrip {
    steps = List.copyOf(steps);
  }

  /** Whether an attack broke the sample. */
  boolean broken() {
    return !attackedAnswer.isEmpty();
  }
}
