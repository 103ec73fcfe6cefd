package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.AuditPlan;
import dev.redoubt.audit.Effort;
import dev.redoubt.audit.SmoothedCertification;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.Arsenals;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.model.GradientModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is audited, under which claim, and how hard it is looked at. */
final class AuditOptions {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Mixin private DefenceOption defence = new DefenceOption();

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--threat",
      required = true,
      paramLabel = "NORM:EPSILON",
      description =
          "What the attacker may change, in pixel space: linf:8/255, l2:0.5, l1:12, l0:20.")
  private String threat = "";

  @Option(
      names = "--claim",
      paramLabel = "SHARE",
      description = {
        "The robust accuracy that is claimed, in [0, 1], such as 0.45 (default: none; then the verdict",
        "is on what is measured)."
      })
  private @Nullable Double claim;

  @Option(
      names = "--effort",
      paramLabel = "EFFORT",
      description = {
        "quick: 128 samples, APGD and Square in short, under a minute for small nets. standard:",
        "AutoAttack and every check. thorough: AutoAttack plus, nearest adversarial points, several",
        "twins (default: ${DEFAULT-VALUE})."
      })
  private String effort = "standard";

  @Mixin private TwinOption twins = new TwinOption();

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = {
        "Samples at a time (default: ${DEFAULT-VALUE}; fewer where every thread gets a batch then)."
      })
  private int batch = 128;

  /** What is audited. */
  record Subject(OpenedModel opened, Pipeline pipeline, Dataset dataset, AuditPlan plan) {}

  /** Opens everything but the twins. */
  Subject open(CommonOptions common, Device device) {
    Effort chosen = Effort.named(effort);
    ThreatModel under = ThreatModel.parse(threat);
    if (claim != null && !(claim >= 0 && claim <= 1)) {
      throw new BadInputException(
          "--claim is a share of the samples in [0, 1], such as 0.45, not " + claim);
    }
    Dataset all = data.open("test");
    Dataset dataset =
        all.size() > chosen.points() ? DatasetView.slice(all, 0, chosen.points()) : all;
    Optional<Defence> around = defence.defence();
    OpenedModel opened = selection.open(Optional.of(dataset), around, device);
    SameClasses.check(dataset, opened);
    Pipeline pipeline = opened.pipeline();
    int classes = pipeline.classifier().classes();
    AuditPlan plan =
        new AuditPlan(
            under,
            Optional.ofNullable(claim),
            Arsenals.of(chosen, under.norm(), classes),
            chosen,
            common.seed,
            batch,
            common.threads(),
            List.of(),
            SmoothedCertification.of(pipeline, under, dataset.size(), chosen, common.seed));
    return new Subject(opened, pipeline, dataset, plan);
  }

  /** The same with the twins, which are opened or trained. */
  Subject withTwins(Subject subject, CommonOptions common, Device device) {
    List<GradientModel> opened =
        twins.open(
            data.spec(),
            subject.dataset(),
            subject.pipeline().classifier().classes(),
            subject.plan().effort(),
            common,
            device);
    return new Subject(
        subject.opened(), subject.pipeline(), subject.dataset(), subject.plan().withTwins(opened));
  }

  /** What names the twins, for the run. */
  String twins() {
    return twins.toString();
  }
}
