package dev.redoubt.report;

import dev.redoubt.data.InputSpec;
import dev.redoubt.train.DenoisedSample;
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
    List<Example> examples,
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

  /** One sample as pictures, with the ratios of the second and the third to the first. */
  record Example(
      String id,
      String label,
      String clean,
      String noisy,
      String denoised,
      String noisyPsnr,
      String denoisedPsnr) {}

  /**
   * What there is to show.
   *
   * @param curves whether there are two epochs to draw a line between
   * @param measures whether samples were held out
   */
  record Has(boolean curves, boolean measures) {}

  static DenoisingView of(DenoisingReport report) {
    DataSummary all = report.data();
    boolean measured = report.heldOut() > 0;
    return new DenoisingView(
        Headline.samples(
            new DataSummary(all.name(), all.split(), all.samples() - report.heldOut())),
        Numbers.count(report.heldOut()),
        measured ? measures(report.kept()) : List.of(),
        run(report),
        report.history().stream().map(epoch -> row(epoch, report.keptEpoch())).toList(),
        report.examples().stream().map(sample -> example(sample, report)).toList(),
        Setting.of(report.settings()),
        new Has(report.history().size() > 1, measured));
  }

  private static List<Setting> measures(DenoisingEpoch kept) {
    return List.of(
        new Setting("under the strongest noise", Numbers.decibels(kept.noisyPsnr())),
        new Setting("the same, denoised", Numbers.decibels(kept.denoisedPsnr())),
        new Setting("without noise, denoised", Numbers.decibels(kept.cleanPsnr())));
  }

  private static List<Setting> run(DenoisingReport report) {
    return List.of(
        new Setting("epochs", Numbers.count(report.history().size())),
        new Setting("delivered", "epoch " + Numbers.count(report.keptEpoch())),
        new Setting("time", Numbers.duration(report.seconds())));
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

  private static Example example(DenoisedSample sample, DenoisingReport report) {
    InputSpec input = report.input();
    return new Example(
        Long.toString(sample.id()),
        report.classes().get(sample.label()),
        picture(sample.clean(), input),
        picture(sample.noisy(), input),
        picture(sample.denoised(), input),
        Numbers.decibels(psnr(sample.noisy(), sample.clean(), input)),
        Numbers.decibels(psnr(sample.denoised(), sample.clean(), input)));
  }

  private static String picture(float[] values, InputSpec input) {
    float[] shares = new float[values.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (float) ((values[i] - input.low()) / (input.high() - input.low()));
    }
    int[] shape = input.shape().stream().mapToInt(Integer::intValue).toArray();
    return Pixels.dataUri(shape, shares);
  }

  private static double psnr(float[] values, float[] clean, InputSpec input) {
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += Math.pow((values[i] - clean[i]) / (input.high() - input.low()), 2);
    }
    return -10 * Math.log10(squares / values.length);
  }
}
