package dev.redoubt.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A test of three detectors: one that fell, one that held, and one that nobody had to pass. */
final class DetectionFixtures {
  private DetectionFixtures() {}

  static DetectionReport three() {
    return new DetectionReport(
        ReportFixtures.provenance("redoubt", "detect", "test"),
        new DataSummary("mnist", "test", 200),
        new ThreatSummary("linf", .3, "linf:0.3", null),
        new ModelIdentity("mnist.safetensors", "ab".repeat(32)),
        .995,
        0,
        List.of(
            result(
                "mahalanobis",
                Map.of("layers", "relu1+relu2+relu3", "noise", 0.0),
                .945,
                0,
                List.of(separation("pgd-100", false, 3), separation("all, adaptive", true, 0))),
            result(
                "a-detector-with-quite-a-long-name",
                Map.of("network", "denoiser.safetensors, sha256 " + "cd".repeat(32)),
                .97,
                .225,
                List.of(separation("pgd-100", false, 4), separation("all, adaptive", true, 1))),
            result(
                "untouched",
                Map.of(),
                .9,
                .2,
                List.of(Separation.of("pgd-100", false, new double[] {0, 1}, new double[0])))),
        List.of("120 of the 200 samples set the threshold of detector mahalanobis."));
  }

  private static DetectorResult result(
      String title,
      Map<String, Object> settings,
      double oblivious,
      double adaptive,
      List<Separation> separations) {
    return new DetectorResult(
        title,
        "mahalanobis",
        settings,
        "ef".repeat(32),
        .05,
        .0441,
        .0562,
        5000,
        .055,
        .945,
        oblivious,
        adaptive,
        separations,
        2,
        123_456,
        65_432,
        72.5,
        List.of("A note on " + title + "."));
  }

  /** Of scores that lie so far above the clean ones. */
  private static Separation separation(String attack, boolean adaptive, double shift) {
    double[] clean = IntStream.range(0, 200).mapToDouble(i -> Math.sin(i) + i % 7 / 7.0).toArray();
    double[] adversarial = Arrays.stream(clean).map(score -> score + shift).toArray();
    return Separation.of(attack, adaptive, clean, adversarial);
  }
}
