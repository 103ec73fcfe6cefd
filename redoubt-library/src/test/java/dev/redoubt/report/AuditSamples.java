package dev.redoubt.report;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Fgsm;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.square.Square;
import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.Audit;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.Curve;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.Phase;
import dev.redoubt.audit.Ruling;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.Verdict;
import dev.redoubt.audit.measure.Calibration;
import dev.redoubt.audit.measure.Landscape;
import dev.redoubt.certify.Certificate;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.BatchResult;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up audits, one for each verdict. */
final class AuditSamples {
  /** Of the witnesses. */
  static final InputSpec INPUT = InputSpec.image(1, 2, 2);

  private static final double RADIUS = .25;

  private AuditSamples() {}

  /** All of them by name. */
  static Map<String, AuditReport> all() {
    return Map.of(
        "refuted", refuted(),
        "credible", credible(),
        "masked", masked(),
        "certified", certified(),
        "blackbox", blackBox());
  }

  /** Writes all pages into a folder, to be looked at. */
  public static void main(String... folder) {
    Path parent = Path.of(folder[0]);
    RunFiles.prepare(parent);
    all()
        .forEach(
            (name, report) -> {
              RunFiles.prepare(parent.resolve(name));
              AuditFiles.write(parent.resolve(name), report, INPUT);
            });
  }

  /** A defence behind which an adaptive attacker finds what an oblivious one misses. */
  static AuditReport refuted() {
    Sketch sketch = new Sketch("linf:8/255", .45, 500, 412, 61, Verdict.REFUTED);
    sketch.sentence =
        "The claim of 45 % robust accuracy at linf:8/255 is refuted: 351 of 500 inputs were changed within the budget so that the model gets them wrong, and at most 16.4 % can be robust (with 99 % confidence).";
    sketch.reasons =
        List.of(
            "351 witnesses were judged again, one by one, in 32 and in 64 bits, and all hold.",
            "The 99 % upper bound of robust accuracy is 16.4 %, which is under the claim.");
    sketch.naive = 231;
    sketch.checks = AuditChecks.masking();
    sketch.defence = "jpeg:quality=75,thermometer:levels=16";
    sketch.curve = true;
    sketch.jagged = true;
    return sketch.report();
  }

  /** An honestly trained network for digits. */
  static AuditReport credible() {
    Sketch sketch = new Sketch("linf:0.3", .8, 500, 491, 458, Verdict.CREDIBLE);
    sketch.sentence =
        "The claim of 80 % robust accuracy at linf:0.3 is credible: no attack of this audit brought the model under 91.6 %, and the attacks have shown that they find what is there.";
    sketch.reasons =
        List.of(
            "The 95 % lower bound of robust accuracy is 88.8 %, above 75 %, and the estimate is above the claim.",
            "No hard flag is unresolved: H6 was raised and is resolved.",
            "H8 is void, but the attacks have converged (S2), and H6 and H7 leave nothing open.");
    sketch.naive = 466;
    sketch.checks = AuditChecks.honest();
    sketch.notRun =
        List.of(
            new NotRun("H9 detector under joint attack", "The model has no detector."),
            new NotRun("H6 hard labels on all survivors", "Effort standard attacks 24 of them."),
            new NotRun("certificates", "Nothing that could be certified was given."));
    sketch.curve = true;
    return sketch.report();
  }

  /** A model whose gradients mislead, with a remedy that did not settle. */
  static AuditReport masked() {
    Sketch sketch = new Sketch("linf:0.1", null, 128, 118, 52, Verdict.MASKING_SUSPECTED);
    sketch.sentence =
        "Nothing can be relied on here: the model hides its gradients, and attacks get further the harder they try.";
    sketch.reasons = List.of("H1 is flagged and not resolved.", "S3 is flagged and not resolved.");
    sketch.naive = 101;
    sketch.checks = AuditChecks.masking();
    sketch.effort = Effort.QUICK;
    sketch.jagged = true;
    sketch.curve = true;
    sketch.stuck = true;
    return sketch.report();
  }

  /** A smoothed classifier. */
  static AuditReport certified() {
    Sketch sketch = new Sketch("l2:0.25", .6, 500, 421, 366, Verdict.CERTIFIED);
    sketch.sentence =
        "The claim of 60 % robust accuracy at l2:0.25 is proven: 68.2 % of the samples are certified.";
    sketch.reasons = List.of("The 95 % lower bound of certified accuracy is 63.9 %.");
    sketch.certified = 341;
    sketch.naive = 370;
    sketch.checks = AuditChecks.honest();
    sketch.defence = "gaussian smoothing:sigma=0.25";
    sketch.curve = true;
    return sketch.report();
  }

  /** Labels alone: hardly a check could run. */
  static AuditReport blackBox() {
    Sketch sketch = new Sketch("linf:8/255", .5, 100, 93, 58, Verdict.INCONCLUSIVE);
    sketch.sentence =
        "Nobody can tell from labels alone: the attacks that could run leave 58 %, which neither refutes the claim of 50 % nor supports it.";
    sketch.reasons = List.of("The model gives labels only, so most checks can't run.");
    sketch.notRun = new ArrayList<>();
    for (String check : List.of("H1 gradients", "H2 vanishing gradients", "S2 twice the steps")) {
      sketch.notRun.add(new NotRun(check, "The model has no gradients."));
    }
    sketch.pictures = 0;
    return sketch.report();
  }

  /** What is to be made up. */
  private static final class Sketch {
    private final ThreatModel threat;
    private final @Nullable Double claim;
    private final int n;
    private final int right;
    private final int robust;
    private final Verdict verdict;
    private String sentence = "";
    private List<String> reasons = List.of();
    private @Nullable Integer naive;
    private @Nullable Integer certified;
    private @Nullable String defence;
    private List<CheckResult> checks = List.of();
    private List<NotRun> notRun = List.of();
    private Effort effort = Effort.STANDARD;
    private boolean curve;
    private boolean stuck;
    private boolean jagged;
    private int pictures = 4;

    Sketch(String threat, @Nullable Double claim, int n, int right, int robust, Verdict verdict) {
      this.threat = ThreatModel.parse(threat);
      this.claim = claim;
      this.n = n;
      this.right = right;
      this.robust = robust;
      this.verdict = verdict;
    }

    private boolean whiteBox() {
      return naive != null;
    }

    AuditReport report() {
      ThreatSummary summary =
          new ThreatSummary(threat.norm().name(), threat.epsilon(), threat.text());
      return new AuditReport(
          ReportFixtures.provenance("redoubt", "audit", "--model", "net.rdb", "--out", "run"),
          new DataSummary("mnist", "test", n),
          summary,
          new ModelIdentity("net.rdb", "ab".repeat(32)),
          defence,
          audit(),
          ReportFixtures.gallery(1, 28, threat.epsilon(), pictures),
          912);
    }

    private Audit audit() {
      Attack<?> probing = Pgd.of(40, new StepSize.OfEpsilon(.1), 1);
      Attack<?> square = new Square(5000);
      List<Attack<?>> main =
          whiteBox()
              ? List.of(new UniformNoise(), new Fgsm(), probing, square)
              : List.of(new UniformNoise());
      Arsenal arsenal =
          new Arsenal(
              main,
              probing,
              List.of(probing),
              probing,
              probing,
              List.of(probing),
              queries -> List.of(square),
              List.of());
      AuditPlan plan =
          new AuditPlan(
              threat,
              Optional.ofNullable(claim),
              arsenal,
              effort,
              7,
              128,
              1,
              List.of(),
              Optional.empty());
      List<SampleEvidence> evidence = evidence();
      return new Audit(
          plan,
          new Ruling(verdict, sentence, reasons),
          evidence,
          Share.of(right, n),
          Share.of(robust, n),
          certified == null ? null : Share.of(certified, n),
          naive == null ? null : Share.of(naive, n),
          checks,
          notRun,
          curve ? Optional.of(curve()) : Optional.empty(),
          whiteBox() ? landscapes() : List.of(),
          whiteBox() ? Optional.of(calibration()) : Optional.empty(),
          phases(),
          evaluation(main, evidence));
    }

    private List<SampleEvidence> evidence() {
      List<SampleEvidence> evidence = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        Status status =
            i < robust ? Status.SURVIVED : i < right ? Status.BROKEN : Status.MISCLASSIFIED;
        boolean broken = status == Status.BROKEN;
        evidence.add(
            new SampleEvidence(
                new SampleOutcome(
                    20L * i,
                    i % 10,
                    status == Status.MISCLASSIFIED ? (i + 1) % 10 : i % 10,
                    status,
                    broken ? "pgd-40" : null,
                    status == Status.SURVIVED ? i % 10 : (i + 1) % 10,
                    broken ? threat.epsilon() : 0,
                    false,
                    900,
                    broken ? 12 : null,
                    null),
                broken ? new float[] {i / 1000f, .25f, .5f, 1} : null,
                certified != null && i < certified ? certificate(20L * i, i % 10) : null));
      }
      return evidence;
    }

    private static Certificate certificate(long id, int label) {
      return new Certificate(
          id, label, label, RADIUS, .9, 1000, 0, .001, .25, 7, true, Double.NaN, .2);
    }

    private Evaluation evaluation(List<Attack<?>> main, List<SampleEvidence> evidence) {
      Plan plan = new Plan(threat, main, List.of(), 0, 128, 7);
      List<Entry> entries = new ArrayList<>();
      List<Tally> tallies = new ArrayList<>();
      int broken = right - robust;
      int left = broken;
      for (int i = 0; i < main.size(); i++) {
        boolean all = i == main.size() - 1;
        int now = all ? left : Math.max(1, left * (i + 1) / 5);
        left -= now;
        Knowledge knowledge = Knowledge.ADAPTIVE;
        if (defence != null) {
          knowledge = i == 0 ? Knowledge.ACCESS : i == 1 ? Knowledge.OBLIVIOUS : knowledge;
        }
        entries.add(new Entry(main.get(i), knowledge, 1));
        tallies.add(new Tally(now, 5_000L + 20_000L * i, 19_000L * i, .4 + 5.2 * i));
      }
      BatchResult batch =
          new BatchResult(
              evidence.stream().map(SampleEvidence::outcome).toList(),
              new Tally(0, n, 0, .1),
              tallies,
              List.of(),
              0,
              Tally.ZERO,
              List.of());
      return new Evaluation(plan, entries, List.of(batch), List.of());
    }

    private Curve curve() {
      List<Curve.Point> points = new ArrayList<>();
      double clean = (double) right / n;
      double at = (double) robust / n;
      for (double share : new double[] {0, .25, .5, .75, 1, 1.5, 2}) {
        double fall = clean - (clean - at) * Math.pow(share, 1.6);
        points.add(new Curve.Point(share * threat.epsilon(), Math.max(stuck ? .3 : 0, fall)));
      }
      points.add(new Curve.Point(Double.POSITIVE_INFINITY, stuck ? .21 : 0));
      return new Curve("apgd-ce", Math.min(n, 128), points);
    }

    private List<Landscape> landscapes() {
      Random random = new Random(3);
      List<Landscape> landscapes = new ArrayList<>();
      for (int picture = 0; picture < 4; picture++) {
        double[][] values = new double[25][25];
        double steep = 2.2 + picture;
        for (int i = 0; i < 25; i++) {
          for (int j = 0; j < 25; j++) {
            double along = (i - 12) / 6.0;
            double across = (j - 12) / 6.0;
            double smooth = 3 - steep * along - .3 * across * across;
            double noise = 4 * random.nextDouble() - 1;
            values[i][j] = jagged ? (picture == 3 ? 9.5 : noise + .3 * smooth) : smooth;
          }
        }
        landscapes.add(new Landscape(17 + 20L * picture, 2, values));
      }
      return landscapes;
    }

    private Calibration calibration() {
      return new Calibration(side(.97, .93, 1), side(.9, (double) robust / n, .45));
    }

    private static Calibration.Side side(double confidence, double accuracy, double worth) {
      List<Calibration.Bin> bins = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        double middle = (i + .6) / 10;
        boolean some = i > 2;
        bins.add(
            new Calibration.Bin(
                some ? 3 + i * i : 0,
                some ? middle : Double.NaN,
                some ? Math.min(1, middle * worth) : Double.NaN));
      }
      return new Calibration.Side(bins, Math.abs(confidence - accuracy), confidence, accuracy);
    }

    private List<Phase> phases() {
      List<Phase> phases = new ArrayList<>();
      phases.add(new Phase("attacks", 412_000, 390_000, 31.4));
      for (CheckResult check : checks) {
        phases.add(new Phase(check.id(), 8_000, 4_000, check.seconds()));
      }
      return phases;
    }
  }
}
