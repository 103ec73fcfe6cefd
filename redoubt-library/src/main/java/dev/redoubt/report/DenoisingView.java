package dev.redoubt.report;

import dev.redoubt.train.DenoisingEpoch;
import java.util.List;

/**
 * The numbers and pictures of a denoiser's training as text, ready for the template.
 *
 * @param samples the samples that were learnt from, in words
 * @param measures what the delivered weights do on held-out samples
 * @param run what the run took
 * @param epochs the rows of the table
 * @param has what there is to show at all
 */
record DenoisingView(
    String samples,
    String heldOut,
    List<Setting> measures,
    List<Setting> run,
    List<EpochRow> epochs,
    List<DenoisedExample> examples,
    List<Setting> settings,
    Has has) {

  /** An epoch; what was not measured is a dash. */
  record EpochRow(
      String epoch,
      String loss,
      String noisy,
      String denoised,
      String clean,
      String rate,
      String seconds,
      boolean delivered) {}

  /**
   * What there is to show.
   *
   * @param curves whether there are two epochs to draw a line between
   * @param measures whether samples were held out
   */
  record Has(boolean curves, boolean measures) {}

  static DenoisingView of(DenoisingReport report) {
    boolean measured = report.heldOut() > 0;
    return new DenoisingView(
        Headline.learntFrom(report.data(), report.heldOut()),
        Numbers.count(report.heldOut()),
        measured ? measures(report.kept()) : List.of(),
        Setting.ofRun(report.history().size(), report.keptEpoch(), report.seconds()),
        report.history().stream().map(epoch -> row(epoch, report.keptEpoch())).toList(),
        DenoisedExample.of(report.examples(), report.input(), report.classes()),
        Setting.of(report.settings()),
        new Has(report.history().size() > 1, measured));
  }

  private static List<Setting> measures(DenoisingEpoch kept) {
    return List.of(
        new Setting("under the strongest noise", Numbers.decibels(kept.noisyPsnr())),
        new Setting("the same, denoised", Numbers.decibels(kept.denoisedPsnr())),
        new Setting("without noise, denoised", Numbers.decibels(kept.cleanPsnr())));
  }

  private static EpochRow row(DenoisingEpoch e, int kept) {
    return new EpochRow(
        Numbers.count(e.epoch()),
        Numbers.number(e.loss()),
        Numbers.decibels(e.noisyPsnr()),
        Numbers.decibels(e.denoisedPsnr()),
        Numbers.decibels(e.cleanPsnr()),
        Numbers.number(e.learningRate()),
        Numbers.duration(e.seconds()),
        e.epoch() == kept);
  }
}
