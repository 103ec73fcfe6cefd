package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.MinimumNormAttack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.decision.Starts;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.DirectoryJournal;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.Targeting;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.RunReport;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt attack}: how robust is this model really? */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Attacks a model and reports how robust it is.",
      "",
      "Writes report.json, report.html, samples.jsonl (one line a sample) and witnesses.npz (the",
      "inputs that broke it) to the output folder. A run that was stopped goes on where it was when",
      "the same command is given again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt attack --model signs.safetensors --data roadsigns --threat linf:8/255 --out report",
      "  redoubt attack --model mnist.safetensors --data mnist:DIR --threat linf:0.3 --attack pgd \\",
      "      --steps 40 --step-size 0.01 --restarts 5 --limit 1000 --out report",
      "  redoubt attack --model cifar.safetensors --data cifar10:DIR --threat l2:0.5 \\",
      "      --attack fgsm,mi-fgsm,pgd --loss margin --out report",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat linf:0.3 --limit 1000 \\",
      "      --attack autoattack --first-strike --out report",
      "  redoubt attack --model net.onnx --normalize mean=0.1307,std=0.3081 --data mnist:DIR \\",
      "      --threat linf:0.3 --attack pgd --out report",
      "  redoubt attack --model net.onnx --data cifar10:DIR --threat linf:4/255 --attack pgd \\",
      "      --defend \"jpeg:75 | median:3\" --out report",
      "  redoubt attack --model weights.pth --arch common-cnn --data mnist:DIR --threat linf:0.1 \\",
      "      --out report",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat l2:1.5 --attack fmn --curve \\",
      "      --out report",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat linf:0.2 --attack pgd \\",
      "      --target least-likely --out report",
      "  redoubt attack --model https://HOST/predict --model-option budget=50000 --data mnist:DIR \\",
      "      --limit 10 --threat l2:2 --attack hopskipjump:queries=5000 --out report",
      "  redoubt attack --model https://HOST/predict --data mnist:DIR --threat linf:0.2 \\",
      "      --attack transfer --surrogate surrogate.safetensors --out report"
    })
final class AttackCommand implements Callable<Integer> {
  private static final double[] CURVE = {0.25, 0.5, 0.75, 1, 1.5, 2};
  private static final int CURVE_SAMPLES = 500;

  /** Points of the curve up to twice the budget where all come from one run. */
  private static final int FINE = 40;

  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--threat",
      required = true,
      paramLabel = "NORM:EPSILON",
      description =
          "What the attacker may change, in pixel space: linf:8/255, l2:0.5, l1:12, l0:20.")
  private String threat = "";

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private SurrogateOption surrogates = new SurrogateOption();

  @Mixin private AttackOptions attacks = new AttackOptions();

  @Mixin private SurrogateModels models = new SurrogateModels();

  @Mixin private TargetOption target = new TargetOption();

  @Option(
      names = "--curve",
      description = {
        "Look for the nearest adversarial point of every sample, whatever the budget, and draw the",
        "curve of robust accuracy by epsilon from that one run. For attacks that look for the smallest",
        "perturbation, such as fmn or hopskipjump."
      })
  private boolean distances;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = {
        "Samples at a time (default: ${DEFAULT-VALUE}; fewer where every thread gets a batch then)."
      })
  private int batch = 128;

  @Option(
      names = "--curve-samples",
      paramLabel = "N",
      description = {
        "Samples for the curve of robust accuracy by epsilon, each of which goes through the cascade",
        "again at other budgets; 0 for none (default: 500; 0 with attacks that take thousands of",
        "passes, such as autoattack, and for random models)."
      })
  private @Nullable Integer curveSamples;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Device device = common.start();
    ThreatModel threatModel = ThreatModel.parse(threat);
    if (!models.areNamed()) {
      attacks.check(threatModel.norm());
    }
    if (distances && curveSamples != null) {
      throw new BadInputException("--curve takes all samples: leave --curve-samples out");
    }
    TargetOption.Aimed aimed =
        target.aimed(
            data.open("test"), common.quiet, Objects.requireNonNull(spec).commandLine().getErr());
    Dataset dataset = aimed.dataset();
    OpenedModel opened = selection.open(Optional.of(dataset), defence.defence(), device);
    Pipeline pipeline = opened.pipeline();
    LabelModel view = pipeline.adaptive(1);
    List<GradientModel> others = models.open(pipeline, dataset, device);
    List<Attack<?>> cascade = cascade(threatModel, view, others, aimed.starts());
    EotBudget draws = attacks.draws(pipeline.isRandom());
    Plan plan =
        new Plan(
            threatModel,
            cascade,
            grid(threatModel),
            distances ? dataset.size() : curve(pipeline),
            together(pipeline, dataset),
            common.seed,
            draws,
            aimed.targeting(),
            distances);
    ModelIdentity identity = new ModelIdentity(view.name(), opened.digest());
    Attacks.check(plan.cascade(), threatModel, view);
    new Evaluator(plan, device, (done, total, clean, robust) -> {}).check(pipeline, dataset);
    SameClasses.check(dataset, opened);
    OutputFolder folder = OutputFolder.prepare(out);
    Pipeline attacked = surrogates.attacked(pipeline, dataset, threatModel, common, device);
    String fingerprint =
        String.join(
            "|",
            Version.redoubt(),
            settings(plan),
            opened.defence() + surrogates.toString() + models,
            identity.sha256(),
            dataset.digest(),
            Integer.toString(common.threads()),
            device.toString());
    try (DirectoryJournal journal = new DirectoryJournal(out.resolve(".journal"), fingerprint)) {
      try {
        ModelResult result =
            new Assessment(plan, dataset, device, common.threads(), common.quiet)
                .run(identity.name(), attacked, identity, List.of(), journal, out);
        report(started, device, dataset, plan, result);
        journal.delete();
      } catch (BadInputException e) {
        if (!journal.holdsBatches()) {
          journal.delete();
          folder.deleteIfFreshAndEmpty();
        }
        throw e;
      }
    }
    return 0;
  }

  /**
   * The batch size; smaller where every thread gets a batch then, if the model may have several.
   */
  private int together(Pipeline pipeline, Dataset dataset) {
    int share = Math.max(1, -Math.floorDiv(-dataset.size(), common.threads()));
    return pipeline.isShared() ? Math.min(batch, share) : batch;
  }

  private List<Attack<?>> cascade(
      ThreatModel threatModel, LabelModel view, List<GradientModel> others, Starts starts) {
    List<Attack<?>> cascade = attacks.cascade(threatModel.norm(), view.classes(), others, starts);
    if (!distances) {
      return cascade;
    }
    List<Attack<?>> nearest = cascade.stream().filter(a -> !(a instanceof UniformNoise)).toList();
    Optional<String> other =
        nearest.isEmpty()
            ? Optional.of("noise")
            : nearest.stream()
                .filter(attack -> !(attack instanceof MinimumNormAttack<?>))
                .map(Attack::name)
                .findFirst();
    if (other.isPresent()) {
      throw new BadInputException(
          "--curve wants attacks that look for the smallest perturbation (%s), which %s does not"
              .formatted(String.join(", ", Attacks.measuringDistances()), other.get()));
    }
    return nearest;
  }

  private List<Double> grid(ThreatModel threatModel) {
    DoubleStream shares =
        distances
            ? IntStream.rangeClosed(1, FINE).mapToDouble(i -> 2.0 * i / FINE)
            : DoubleStream.of(CURVE);
    return shares.map(share -> share * threatModel.epsilon()).boxed().toList();
  }

  /** Samples for the curve, which is left out by default where each point of it takes long. */
  private int curve(Pipeline pipeline) {
    boolean takesLong = attacks.areLong() || pipeline.isRandom();
    return curveSamples == null ? (takesLong ? 0 : CURVE_SAMPLES) : curveSamples;
  }

  private void report(
      Instant started, Device device, Dataset dataset, Plan plan, ModelResult result) {
    ThreatModel threatModel = plan.threat();
    boolean untargeted = plan.targeting() instanceof Targeting.Untargeted;
    String wanted = untargeted ? null : plan.targeting().words();
    CommandSpec own = Objects.requireNonNull(spec);
    RunReport report =
        new RunReport(
            "attack",
            Recorded.provenance(own, common, device, dataset, started),
            new DataSummary(dataset.name(), dataset.split(), dataset.size()),
            new ThreatSummary(
                threatModel.norm().name(), threatModel.epsilon(), threatModel.text(), wanted),
            List.of(result));
    RunFiles.writeReport(out, report);
    if (!common.quiet) {
      ResultTable.print(own.commandLine().getOut(), report, out);
    }
  }

  /** Everything that is planned, as words that are the same in every run. */
  private static String settings(Plan plan) {
    StringBuilder text =
        new StringBuilder()
            .append(plan.threat())
            .append(plan.curve())
            .append(plan.curveSamples())
            .append(' ')
            .append(plan.batchSize())
            .append(' ')
            .append(plan.seed())
            .append(plan.eot())
            .append(plan.targeting())
            .append(plan.distances());
    plan.cascade().forEach(attack -> text.append(attack.name()).append(attack.settings()));
    return text.toString();
  }
}
