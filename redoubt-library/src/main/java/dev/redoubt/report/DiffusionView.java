package dev.redoubt.report;

import dev.redoubt.train.DiffusionEpoch;
import dev.redoubt.train.DiffusionTrainer;
import java.util.List;

/**
 * The numbers and pictures of a diffusion model's training as text, ready for the template.
 *
 * @param samples the samples that were learnt from, in words
 * @param heldOut how many were kept apart
 * @param error on these, of the delivered weights
 * @param run what the run took
 * @param epochs the rows of the table
 * @param generated pictures
 * @param steps that each of them took
 * @param time of the noise in examples
 * @param has what there is to show at all
 */
record DiffusionView(
    String samples,
    String heldOut,
    String error,
    List<Setting> run,
    List<EpochRow> epochs,
    List<String> generated,
    String steps,
    List<DenoisedExample> examples,
    String time,
    List<Setting> settings,
    Has has) {

  /** An epoch; what was not measured is a dash. */
  record EpochRow(
      String epoch, String loss, String heldOut, String rate, String seconds, boolean delivered) {}

  /**
   * What there is to show.
   *
   * @param curves whether there are two epochs to draw a line between
   * @param measures whether samples were held out
   */
  record Has(boolean curves, boolean measures) {}

  static DiffusionView of(DiffusionReport report) {
    DiffusionReport.Pictures pictures = report.pictures();
    return new DiffusionView(
        Headline.learntFrom(report.data(), report.heldOut()),
        Numbers.count(report.heldOut()),
        Numbers.number(report.kept().heldOut()),
        Setting.ofRun(report.history().size(), report.keptEpoch(), report.seconds()),
        report.history().stream().map(epoch -> row(epoch, report.keptEpoch())).toList(),
        pictures.generated().stream().map(x -> Pixels.dataUri(report.input(), x)).toList(),
        Numbers.count(pictures.steps()),
        DenoisedExample.of(pictures.examples(), report.input(), report.classes()),
        Numbers.number(DiffusionTrainer.EXAMPLE_TIME),
        Setting.of(report.settings()),
        new Has(report.history().size() > 1, report.heldOut() > 0));
  }

  private static EpochRow row(DiffusionEpoch e, int kept) {
    return new EpochRow(
        Numbers.count(e.epoch()),
        Numbers.number(e.loss()),
        Numbers.number(e.heldOut()),
        Numbers.number(e.learningRate()),
        Numbers.duration(e.seconds()),
        e.epoch() == kept);
  }
}
