package dev.redoubt.report;

import dev.redoubt.data.InputSpec;
import dev.redoubt.train.DenoisedSample;
import java.util.List;

/** One sample as pictures, with the ratios of the second and the third to the first. */
record DenoisedExample(
    String id,
    String label,
    String clean,
    String noisy,
    String denoised,
    String noisyPsnr,
    String denoisedPsnr) {

  /**
   * All of them.
   *
   * @param classes names of the labels
   */
  static List<DenoisedExample> of(
      List<DenoisedSample> samples, InputSpec input, List<String> classes) {
    return samples.stream().map(sample -> of(sample, input, classes.get(sample.label()))).toList();
  }

  private static DenoisedExample of(DenoisedSample sample, InputSpec input, String label) {
    return new DenoisedExample(
        Long.toString(sample.id()),
        label,
        Pixels.dataUri(input, sample.clean()),
        Pixels.dataUri(input, sample.noisy()),
        Pixels.dataUri(input, sample.denoised()),
        Numbers.decibels(psnr(sample.noisy(), sample.clean(), input)),
        Numbers.decibels(psnr(sample.denoised(), sample.clean(), input)));
  }

  private static double psnr(float[] values, float[] clean, InputSpec input) {
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += Math.pow((values[i] - clean[i]) / (input.high() - input.low()), 2);
    }
    return -10 * Math.log10(squares / values.length);
  }
}
