package dev.redoubt.report;

/**
 * One sample for the gallery: before, after, and what the model made of both. Pixels go to the HTML
 * report only.
 *
 * @param id index of the sample in the full split
 * @param shape {@code [channels, height, width]}, or {@code [features]} for tables
 * @param clean the sample, values in [0, 1] in the order of the shape
 * @param adversarial its perturbed version, the same way
 * @param label name of the true class
 * @param cleanPrediction name of the class predicted for the clean sample
 * @param cleanConfidence softmax probability of that class, in [0, 1]; NaN if unknown
 * @param adversarialPrediction name of the class predicted for the perturbed sample
 * @param adversarialConfidence softmax probability of that class, in [0, 1]; NaN if unknown
 * @param distance distance between the two in the threat's norm
 */
@SuppressWarnings("ArrayRecordComponent")
public record GalleryItem(
    long id,
    int[] shape,
    float[] clean,
    float[] adversarial,
    String label,
    String cleanPrediction,
    double cleanConfidence,
    String adversarialPrediction,
    double adversarialConfidence,
    double distance) {
  /** Copies, and checks the lengths against the shape. */
  public GalleryItem {
    shape = shape.clone();
    clean = clean.clone();
    adversarial = adversarial.clone();
    int features = 1;
    for (int n : shape) {
      features *= n;
    }
    if (clean.length != features || adversarial.length != features) {
      throw new IllegalArgumentException("gallery sample " + id + " does not fit its shape");
    }
  }

  /** Whether the perturbed sample is classified as something else than its label. */
  boolean broken() {
    return !adversarialPrediction.equals(label);
  }

  /** Whether the sample can be drawn. */
  boolean isImage() {
    return shape.length == 3;
  }
}
