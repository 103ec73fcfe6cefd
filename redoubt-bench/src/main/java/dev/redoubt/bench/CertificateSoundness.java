package dev.redoubt.bench;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateCheck;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Certifier;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.sequential.FixedSampleTest;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Attacks certified points within their radii, by attacks that know the smoothing, and says whether
 * any certificate was contradicted. To show that it could be, the same is done with radii that are
 * too large.
 */
@Command(name = "certificate-soundness", mixinStandardHelpOptions = true)
final class CertificateSoundness implements Callable<Integer> {
  /** Draws and level of the bound for the lowest probability of each point. */
  private static final int NEARNESS_DRAWS = 2_000;

  private static final double NEARNESS_LEVEL = 1e-3;

  /** Radii are multiples of a quarter of sigma, so many of them. */
  private static final int RADII = 12;

  @Option(names = "--model", required = true, description = "A network with gradients.")
  private Path file = Path.of("");

  @Option(names = "--data", required = true, description = "Such as mnist:DIR.")
  private String data = "";

  @Option(names = "--sigma", required = true)
  private double sigma;

  @Option(names = "--limit", description = "Certified points to attack.")
  private int limit = 200;

  @Option(names = "--alpha", description = "Error probability of each certificate.")
  private double alpha = 1e-5;

  @Option(names = "--n", description = "Draws a certificate at most.")
  private int n = 20_000;

  @Option(names = "--restarts", description = "Runs of PGD, and of noise, for each point.")
  private int restarts = 50;

  @Option(names = "--steps", description = "Of PGD and FAB-T; APGD takes twice as many.")
  private int steps = 10;

  @Option(names = "--eot", description = "Draws of the smoothing at each step.")
  private int eot = 16;

  @Option(names = "--attack", split = ",", description = "Only these (default: all).")
  private List<String> names = List.of();

  @Option(names = "--inflated", split = ",", description = "By what radii are made too large.")
  private List<Double> inflated = List.of(1.5, 2.0, 3.0);

  @Option(names = "--batch", description = "Points attacked at a time.")
  private int batch = 50;

  @Option(names = "--seed")
  private long seed = 0;

  @Option(names = "--threads")
  private int threads = 1;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset all = Datasets.open(data, "test");
    if (!(Models.open(file.toString(), ModelOptions.NONE.forData(all), Device.CPU).model()
        instanceof GradientModel model)) {
      throw new BadInputException(file + " gives no gradients");
    }
    GaussianSmoothing smoothing = new GaussianSmoothing(sigma);
    List<Certificate> certificates = certified(model, smoothing, all);
    System.out.printf(
        "| radius | attack | runs a point | points | points proposed and checked | contradicted |%n");
    System.out.println("|---|---|---|---|---|---|");
    List<SmoothedAttack> attacks =
        SmoothedAttack.all(restarts, steps).stream()
            .filter(attack -> names.isEmpty() || names.contains(attack.name()))
            .toList();
    SoundnessRun run = new SoundnessRun(model, smoothing, all, attacks, eot, batch, seed);
    SoundnessTally tally = run.attacked(certificates, 1);
    for (double factor : inflated) {
      run.attacked(certificates, factor);
    }
    nearness(run, tally);
    tally.contradictions().forEach(finding -> System.out.println(finding.sentence()));
    System.out.printf(
        "chance of any contradiction without a bug: at most %d certificates x %s + %d checks x %s = %.3f%n",
        certificates.size(),
        alpha,
        tally.checked(),
        CertificateCheck.LEVEL,
        certificates.size() * alpha + tally.checked() * CertificateCheck.LEVEL);
    return tally.contradictions().isEmpty() ? 0 : 1;
  }

  /** The first points of the data whose class is certified. */
  private List<Certificate> certified(
      GradientModel model, GaussianSmoothing smoothing, Dataset all) {
    CertificationPlan plan =
        new CertificationPlan(
            smoothing,
            Procedure.GROUP_SEQUENTIAL,
            new Radii.Grid(IntStream.rangeClosed(1, RADII).mapToObj(i -> i * sigma / 4).toList()),
            alpha,
            n,
            new CertificationPlan.Protocol.Labelled(),
            seed);
    Certifier certifier =
        new Certifier(plan, Device.CPU, (done, total, sure, draws) -> {}, 256, threads);
    List<Certificate> certified = new ArrayList<>();
    long draws = 0;
    int tried = 0;
    while (certified.size() < limit && tried < all.size()) {
      Dataset next = DatasetView.slice(all, tried, limit - certified.size());
      Certifier.Certification result = certifier.certify(model, next, CertificateJournal.NONE);
      result.certificates().stream().filter(c -> !c.abstains()).forEach(certified::add);
      draws += result.draws();
      tried += next.size();
    }
    if (certified.isEmpty()) {
      throw new BadInputException("no point of %s could be certified".formatted(data));
    }
    System.out.printf(
        "%d of %d points certified, %,d draws; points at each radius: %s%n%n",
        certified.size(),
        tried,
        draws,
        certified.stream()
            .collect(
                Collectors.groupingBy(Certificate::radius, TreeMap::new, Collectors.counting())));
    return certified;
  }

  /** How low the attacks have brought the probability of the class, by draws of their own. */
  private static void nearness(SoundnessRun run, SoundnessTally tally) {
    List<Finding> findings = run.lowest(tally, new FixedSampleTest(NEARNESS_DRAWS, NEARNESS_LEVEL));
    double[] shares = findings.stream().mapToDouble(Finding::share).sorted().toArray();
    System.out.printf(
        "%nprobability of the certified class at the lowest point of each sample, by %,d new draws:"
            + " smallest %.4f, tenth smallest %.4f, median %.4f; smallest upper bound %.4f (level %s)%n",
        NEARNESS_DRAWS,
        shares[0],
        shares[Math.min(9, shares.length - 1)],
        Interleaved.median(shares),
        findings.stream().mapToDouble(Finding::upper).min().orElse(1),
        NEARNESS_LEVEL);
  }
}
