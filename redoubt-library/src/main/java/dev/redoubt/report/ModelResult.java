package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.train.EpochSummary;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one model fared.
 *
 * @param title how the report calls it, for example {@code undefended}
 * @param model which model it is
 * @param samples number of samples that it was judged on
 * @param cleanAccuracy share of them classified correctly, in [0, 1]
 * @param robustAccuracy share of them classified correctly and broken by no attack, in [0, 1];
 *     attackers who know of the defence included
 * @param defence what stands around it; null if nothing does
 * @param attacks the cascade, in the order in which it ran
 * @param eot how robust accuracy fell with the draws that attackers average over; null if they
 *     averaged over none
 * @param cost what all of it took
 * @param distances how far the nearest adversarial points are; null unless that was measured
 * @param curve robust accuracy along a grid of epsilons; may be empty
 * @param gallery samples to show; may be empty
 * @param training the epochs that made it; empty if it was not trained in this run
 * @param flags signs that the numbers may not mean what they seem to; may be empty
 * @param notes sentences that a reader of the numbers has to know; may be empty
 */
public record ModelResult(
    String title,
    ModelIdentity model,
    int samples,
    double cleanAccuracy,
    double robustAccuracy,
    @JsonUnwrapped @Nullable DefenceResult defence,
    List<AttackResult> attacks,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable EotRounds eot,
    Cost cost,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Distances distances,
    List<CurvePoint> curve,
    @JsonIgnore List<GalleryItem> gallery,
    List<EpochSummary> training,
    List<Flag> flags,
    List<String> notes) {
  /** Copies. */
  public ModelResult {
    attacks = List.copyOf(attacks);
    curve = List.copyOf(curve);
    gallery = List.copyOf(gallery);
    training = List.copyOf(training);
    flags = List.copyOf(flags);
    notes = List.copyOf(notes);
  }

  /** The result of a model that has no defence and is not random. */
  public ModelResult(
      String title,
      ModelIdentity model,
      int samples,
      double cleanAccuracy,
      double robustAccuracy,
      List<AttackResult> attacks,
      Cost cost,
      List<CurvePoint> curve,
      List<GalleryItem> gallery,
      List<EpochSummary> training,
      List<Flag> flags,
      List<String> notes) {
    this(
        title,
        model,
        samples,
        cleanAccuracy,
        robustAccuracy,
        null,
        attacks,
        null,
        cost,
        null,
        curve,
        gallery,
        training,
        flags,
        notes);
  }

  /** The same with more notes. */
  public ModelResult withNotes(List<String> more) {
    return new ModelResult(
        title,
        model,
        samples,
        cleanAccuracy,
        robustAccuracy,
        defence,
        attacks,
        eot,
        cost,
        distances,
        curve,
        gallery,
        training,
        flags,
        Stream.concat(notes.stream(), more.stream()).toList());
  }

  /** The title as it stands above a table or a chart: a plain word begins with a capital. */
  String caption() {
    boolean word = title.chars().allMatch(Character::isLetter);
    return word && !title.isEmpty()
        ? title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1)
        : title;
  }

  /** Whether it is known that its answers are drawn anew each time. */
  boolean random() {
    return eot != null
        || (defence != null && defence.stages().stream().anyMatch(StageSummary::random));
  }

  /**
   * Name of the subfolder for this model's per-sample files when a run compares several: the title
   * in lower case, everything but letters and digits replaced by dashes.
   */
  public String folder() {
    String slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String trimmed = slug.replaceAll("^-|-$", "");
    return trimmed.isEmpty() ? "model" : trimmed;
  }
}
