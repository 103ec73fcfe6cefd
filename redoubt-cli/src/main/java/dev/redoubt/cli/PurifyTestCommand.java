package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Dataset;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.trial.JsonlTrialJournal;
import dev.redoubt.purify.trial.Outcome;
import dev.redoubt.purify.trial.PurificationPlan;
import dev.redoubt.purify.trial.PurificationTrial;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.PurificationReport;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.StageStrip;
import dev.redoubt.report.StageStrips;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt purify test}: what is this purifying defence worth? */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tells what a purifying or random defence is worth, against whom.",
      "",
      "Every attacker runs the same attack, by himself, on all samples: one who does not",
      "know of the defence, those with the approximate gradients of the literature (BPDA,",
      "the surrogate process), and one with the full gradient; all but the first average",
      "over 4 draws at each look, or --eot (nothing is doubled here). Only the last says",
      "what the defence is worth. The same again with the draws of the defence fixed and",
      "known tells how much of it is luck.",
      "",
      "What is left is read off --votes answers to each candidate: if it is handed in",
      "once, if the attacker may hand it in --resubmissions times and one success will",
      "do, and if the majority of all answers counts.",
      "",
      "Writes report.json, report.html and submissions.jsonl (one line a sample and",
      "attacker) to the output folder. A run that was stopped goes on where it was when",
      "the same command is given again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt purify test --model signs.safetensors --data roadsigns --limit 64 \\",
      "      --threat linf:8/255 --defend \"diffusion:signs-diffusion.safetensors,t=0.1\" \\",
      "      --steps 20 --eot 4 --out report",
      "  redoubt purify test --model signs.safetensors --data roadsigns --limit 200 \\",
      "      --threat linf:4/255 --defend \"resize-pad | noise:0.1\" --eot 16 --out report",
      "  redoubt purify test --model net.onnx --data mnist:DIR --limit 100 \\",
      "      --threat l2:2 --attack apgd-ce --defend tv --votes 200 --resubmissions 50 \\",
      "      --out report"
    })
final class PurifyTestCommand implements Callable<Integer> {
  /** Samples that are shown. */
  private static final int STRIPS = 3;

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

  @Mixin private AttackOptions attacks = new AttackOptions(AttackOptions.SINGLE_RUN);

  @Option(
      names = "--votes",
      paramLabel = "N",
      description =
          "Answers of the deployed defence to each candidate (default: ${DEFAULT-VALUE}).")
  private int votes = PurificationPlan.VOTES;

  @Option(
      names = "--resubmissions",
      paramLabel = "N",
      description =
          "How often an attacker may hand in the same candidate, at most --votes (default: ${DEFAULT-VALUE}).")
  private int resubmissions = PurificationPlan.RESUBMISSIONS;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Samples at a time: fewer take less memory, and a run that is stopped loses at most so many (default: ${DEFAULT-VALUE}).")
  private int batch = 64;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The output folder; made if it is not there.")
  private Path out = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Instant started = Instant.now();
    Device device = common.start();
    ThreatModel threatModel = ThreatModel.parse(threat);
    attacks.refuseFirstStrike();
    attacks.check(threatModel.norm());
    Dataset dataset = data.open("test");
    OpenedModel opened = selection.open(Optional.of(dataset), defence.defence(), device);
    SameClasses.check(dataset, opened);
    Pipeline pipeline = opened.pipeline();
    Attack<?> attack = single(attacks.cascade(threatModel.norm(), pipeline.classifier().classes()));
    Attacks.check(List.of(attack), threatModel, pipeline.adaptive(1));
    PurificationPlan plan =
        new PurificationPlan(
            attack,
            threatModel,
            attacks.draws(pipeline.isRandom()).first(),
            votes,
            resubmissions,
            common.seed);
    PurificationTrial trial = new PurificationTrial(pipeline, dataset, plan, device, batch);
    OutputFolder folder = OutputFolder.prepare(out);
    String fingerprint = fingerprint(plan, opened, dataset, device);
    try (JsonlTrialJournal journal =
        new JsonlTrialJournal(out.resolve("submissions.partial.jsonl"), fingerprint)) {
      try {
        List<Outcome> outcomes;
        try (TrialProgress progress = new TrialProgress("", common.quiet)) {
          outcomes = trial.run(journal, progress);
        }
        List<StageStrip> strips =
            StageStrips.of(
                pipeline, dataset, trial.examples(outcomes, STRIPS), plan.seed(), device);
        write(started, device, dataset, opened, plan, outcomes, strips);
        journal.delete();
      } catch (BadInputException e) {
        if (journal.isEmpty()) {
          journal.delete();
          folder.deleteIfFreshAndEmpty();
        }
        throw e;
      }
    }
    return 0;
  }

  /** The one attack that was asked for; noise is one only if there is no other. */
  private static Attack<?> single(List<Attack<?>> cascade) {
    List<Attack<?>> asked = cascade.stream().filter(a -> !(a instanceof UniformNoise)).toList();
    if (asked.size() > 1) {
      throw new BadInputException(
          "every attacker runs the same single attack, so --attack names one, not %d: %s"
              .formatted(
                  asked.size(), String.join(", ", asked.stream().map(Attack::name).toList())));
    }
    return asked.isEmpty() ? cascade.get(0) : asked.get(0);
  }

  private String fingerprint(
      PurificationPlan plan, OpenedModel opened, Dataset dataset, Device device) {
    return String.join(
        "|",
        Version.redoubt(),
        plan.threat().text(),
        plan.attack().name() + plan.attack().settings(),
        "draws " + plan.draws() + ", votes " + plan.votes() + ", seed " + plan.seed(),
        opened.digest(),
        opened.defence().toString(),
        dataset.digest(),
        Integer.toString(common.threads()),
        device.toString());
  }

  private void write(
      Instant started,
      Device device,
      Dataset dataset,
      OpenedModel opened,
      PurificationPlan plan,
      List<Outcome> outcomes,
      List<StageStrip> strips) {
    CommandSpec own = Objects.requireNonNull(spec);
    PurificationReport report =
        PurificationReport.of(
            Recorded.provenance(own, common, device, dataset, started),
            new DataSummary(dataset.name(), dataset.split(), dataset.size()),
            new ThreatSummary(
                plan.threat().norm().name(), plan.threat().epsilon(), plan.threat().text(), null),
            new ModelIdentity(opened.model().name(), opened.digest()),
            opened.pipeline(),
            plan,
            outcomes,
            strips);
    RunFiles.writeSubmissions(
        out, outcomes.stream().flatMap(outcome -> outcome.submissions().stream()).toList());
    RunFiles.writeReport(out, report);
    if (!common.quiet) {
      PurificationTable.print(own.commandLine().getOut(), report, out);
    }
  }
}
