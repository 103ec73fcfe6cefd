package dev.redoubt.report;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Certificates with plausible numbers. */
final class CertificationFixtures {
  private static final List<Double> RADII = List.of(.25, .5, .75, 1.0, 1.25);

  private CertificationFixtures() {}

  /** 500 digits, of which the label was tested at five radii in one stream. */
  static CertificationReport labelled() {
    return report(
        certificates(500, .5, true), CertificationProtocol.LABELLED, RADII, null, 100_100);
  }

  /** 200 digits whose full radius was looked for, some of them certified as what they are not. */
  static CertificationReport deployment() {
    return report(
        certificates(200, .25, false),
        CertificationProtocol.DEPLOYMENT,
        List.of(),
        "Radii were certified in l2 and divided by 28, the root of the number of values.",
        null);
  }

  /** Ten inputs that nothing is certified of. */
  static CertificationReport uncertified() {
    List<Certificate> none = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      none.add(new Certificate(i, 1, -1, 0, 0, 32, 0, .001, .5, 7, false, Double.NaN, .1));
    }
    return report(none, CertificationProtocol.LABELLED, List.of(.25), null, 100_100);
  }

  static CertificationReport report(
      List<Certificate> certificates,
      CertificationProtocol protocol,
      List<Double> radii,
      @Nullable String conversion,
      @Nullable Integer fixed) {
    return new CertificationReport(
        ReportFixtures.provenance("redoubt", "certify", "--model", "noisy.safetensors"),
        new DataSummary("mnist", "test", certificates.size()),
        new ModelIdentity("noisy.safetensors", "ef".repeat(32)),
        new CertificationProcedure(
            "gaussian",
            Map.of("sigma", .5),
            .5,
            conversion == null ? "l2" : "linf",
            conversion,
            "group-sequential",
            Map.of("cap", 120_000),
            .001,
            protocol,
            7,
            radii,
            fixed),
        certificates,
        certificates.stream().mapToLong(c -> c.n() + c.n0()).sum(),
        312.5,
        List.of("Certification went on where an earlier run had stopped."));
  }

  /** Most are certified far, and after few draws; hard ones take many. */
  static List<Certificate> certificates(int n, double sigma, boolean labelled) {
    Random random = new Random(5);
    GaussianSmoothing smoothing = new GaussianSmoothing(sigma);
    List<Certificate> certificates = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double p = 1 - .6 * Math.pow(random.nextDouble(), 3);
      double full = smoothing.radius(p);
      double radius =
          labelled ? RADII.stream().filter(r -> r <= full).reduce((a, b) -> b).orElse(0.0) : full;
      int label = random.nextInt(10);
      int other = p < .7 && !labelled && i % 3 == 0 ? (label + 1) % 10 : label;
      int prediction = radius > 0 ? other : Certificate.ABSTAIN;
      int draws = (int) (32 * Math.pow(2, Math.min(11.8, -2 * Math.log(random.nextDouble()))));
      certificates.add(
          new Certificate(
              20L * i,
              label,
              prediction,
              radius,
              radius > 0 ? smoothing.probability(radius) : 0,
              draws,
              labelled ? 0 : 100,
              .001,
              sigma,
              7,
              prediction == label,
              Double.NaN,
              draws / 5000.0));
    }
    return certificates;
  }

  /** Three files, of which two have the same name and one tells no alpha. */
  static AnalysisReport analysis() {
    List<AnalysisReport.Entry> files = new ArrayList<>();
    for (double sigma : List.of(.25, .5)) {
      files.add(
          new AnalysisReport.Entry(
              "runs/gaussian-" + sigma + "/certificates.jsonl",
              "ab".repeat(32),
              OptionalDouble.of(sigma),
              Analysis.of(certificates(500, sigma, false), OptionalDouble.of(.001))));
    }
    files.add(
        new AnalysisReport.Entry(
            "published/sigma_1.00",
            "cd".repeat(32),
            OptionalDouble.of(1),
            Analysis.of(certificates(500, 1, false), OptionalDouble.empty())));
    return report(files);
  }

  static AnalysisReport report(List<AnalysisReport.Entry> files) {
    return new AnalysisReport(
        new AnalysisReport.Origin(
            "0.1.0", List.of("redoubt", "certify", "analyze", "a"), "2026-11-27T05:15:40Z"),
        List.of(0.0, .25, .5, .75, 1.0),
        files);
  }
}
