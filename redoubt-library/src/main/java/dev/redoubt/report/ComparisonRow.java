package dev.redoubt.report;

import dev.redoubt.compare.Findings;
import dev.redoubt.compare.Guarantee;
import dev.redoubt.compare.InferenceCost;
import dev.redoubt.compare.TrainingPart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One defence among those that are compared.
 *
 * @param name as users call it
 * @param about what it is, a few words
 * @param model the classifier
 * @param defence what stands around it, as users write it; null if nothing does
 * @param guarantee what stands behind its robust accuracy
 * @param findings what was measured
 * @param training what its parts took to train; null where that is not known
 * @param trainingRelative all of it, relative to the first row; null where one of the two is not
 *     known
 * @param inference what an answer costs
 * @param folder with the files of its own report, relative to this one
 */
public record ComparisonRow(
    String name,
    String about,
    ModelIdentity model,
    @Nullable String defence,
    Guarantee guarantee,
    Findings findings,
    @Nullable List<TrainingPart> training,
    @Nullable Double trainingRelative,
    InferenceCost inference,
    String folder) {
  /** Seconds of training in all; NaN where they are not known. */
  double trainingSeconds() {
    return training == null
        ? Double.NaN
        : training.stream().mapToDouble(TrainingPart::seconds).sum();
  }
}
