package dev.redoubt.report;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Certificates in numbers as text, ready for the template.
 *
 * @param measures certified accuracies at a few radii
 * @param run what else came out, and what it took
 * @param rows the table of radii
 * @param alpha as text
 * @param radii that were asked for
 * @param sure with which probability at least a certificate is true
 * @param falseOnes how many false certificates are to be expected at most
 * @param measure how the norm measures a change
 * @param example what is not ruled out by the largest radius that was asked for
 * @param fixed the draws of the fixed procedure; empty if not known
 * @param saving how many times as many those are as the mean; empty if they are not more
 * @param has what there is to show at all
 */
record CertificationView(
    String samples,
    List<Measure> measures,
    List<Setting> run,
    List<Row> rows,
    String alpha,
    String radii,
    String sure,
    String falseOnes,
    String measure,
    String example,
    String mean,
    String median,
    String fixed,
    String saving,
    List<Setting> smoothing,
    List<Setting> test,
    Has has) {
  private static final int TILE = 6;

  /** A radius. */
  record Row(String radius, ModelView.Share share, String guaranteed) {}

  /**
   * What there is.
   *
   * @param samples whether there are inputs
   * @param curve whether anything is certified, so that the curve is one
   * @param labelled whether labels were tested themselves
   */
  record Has(boolean samples, boolean curve, boolean labelled) {}

  static CertificationView of(CertificationReport report) {
    CertificationProcedure procedure = report.procedure();
    Analysis analysis = report.analysis();
    List<CertifiedAccuracy> all = report.certifiedAccuracy();
    double last = all.get(all.size() - 1).radius();
    Integer fixed = procedure.fixedSamples();
    double saving = fixed == null ? 1 : fixed / report.meanSamples();
    return new CertificationView(
        Headline.samples(report.data()),
        few(all).stream().map(at -> measure(at, procedure.norm())).toList(),
        run(report, analysis),
        all.stream().map(CertificationView::row).toList(),
        Numbers.number(procedure.alpha()),
        procedure.radii().isEmpty()
            ? "the full radius of each input"
            : procedure.radii().stream().map(Numbers::number).collect(Collectors.joining(", ")),
        Numbers.percent(1 - procedure.alpha()),
        Numbers.number(procedure.alpha() * analysis.samples()),
        RadiusWords.measure(procedure.norm()),
        RadiusWords.within(procedure.norm(), last),
        Numbers.number(report.meanSamples()),
        Numbers.number(report.medianSamples()),
        fixed == null ? "" : Numbers.count(fixed),
        saving >= 1.05 ? Numbers.number(rounded(saving)) : "",
        Setting.of(procedure.smoothingSettings()),
        Setting.of(procedure.testSettings()),
        new Has(
            analysis.samples() > 0,
            analysis.curve().end() > 0,
            procedure.protocol() == CertificationProtocol.LABELLED));
  }

  /** A few radii out of many, the first and the last at which something is left among them. */
  private static List<CertifiedAccuracy> few(List<CertifiedAccuracy> all) {
    int end = all.size();
    while (end > 1 && all.get(end - 1).certifiedAccuracy() == 0) {
      end--;
    }
    int last = end - 1;
    return end <= TILE
        ? all.subList(0, end)
        : IntStream.range(0, TILE)
            .mapToObj(i -> all.get(Math.round(i * last / (TILE - 1f))))
            .toList();
  }

  private static Measure measure(CertifiedAccuracy at, String norm) {
    String what =
        at.radius() == 0
            ? "right, any radius"
            : "under changes " + RadiusWords.within(norm, at.radius());
    return new Measure(what, share(at), at.radius() > 0);
  }

  private static ModelView.Share share(CertifiedAccuracy at) {
    return ModelView.Share.of(at.certifiedAccuracy(), at.low(), at.high());
  }

  private static Row row(CertifiedAccuracy at) {
    return new Row(Numbers.number(at.radius()), share(at), Numbers.percent(at.guaranteed()));
  }

  private static List<Setting> run(CertificationReport report, Analysis analysis) {
    List<Setting> run = new ArrayList<>();
    run.add(new Setting("average certified radius", Numbers.number(analysis.acr())));
    run.add(new Setting("nothing certified", Numbers.percent(analysis.abstain())));
    long wrong = report.certificates().stream().filter(CertificationView::wrong).count();
    if (wrong > 0) {
      run.add(
          new Setting(
              "a wrong class certified", Numbers.percent(wrong / (double) analysis.samples())));
    }
    run.add(new Setting("draws an input, mean", Numbers.number(report.meanSamples())));
    run.add(new Setting("draws an input, median", Numbers.number(report.medianSamples())));
    run.add(new Setting("forward passes", Numbers.count(report.forwards())));
    run.add(new Setting("time", Numbers.duration(report.seconds())));
    return run;
  }

  private static boolean wrong(Certificate certificate) {
    return !certificate.abstains() && !certificate.correct();
  }

  /** Two digits: a saving is no more exact than that. */
  private static double rounded(double saving) {
    double unit = Math.pow(10, Math.floor(Math.log10(saving)) - 1);
    return Math.round(saving / unit) * unit;
  }
}
