package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Effort;
import dev.redoubt.compare.ComparisonPlan;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.Datasets;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is compared, on which data, under which threat. */
final class ComparisonOptions {
  private static final int BATCH = 128;

  /** The fewest samples that can set a threshold at 5 % false positives. */
  private static final int CALIBRATION = 19;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = {
        "roadsigns (embedded), mnist:DIR, idx:DIR, cifar10:DIR, cifar100:DIR, images:DIR|ZIP,",
        "csv:FILE or npz:FILE (default: ${DEFAULT-VALUE})."
      })
  private String data = "roadsigns";

  @Option(
      names = "--threat",
      paramLabel = "NORM:EPSILON",
      description =
          "What attackers may change, in pixel space; training hardens against the same (default: ${DEFAULT-VALUE}, where smoothing has something to prove).")
  private String threat = "l2:0.5";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description =
          "Measure on the first N test samples; diffusion on 64 of them at most (default: ${DEFAULT-VALUE}).")
  private int limit = 128;

  @Option(
      names = "--defences",
      paramLabel = "LIST",
      description =
          "Rows, with commas: undefended, adversarial-training, smoothing, diffusion, detection. They are trained on the training split, and kept in --cache (default: all five).")
  private @Nullable String families;

  @Option(
      names = "--models",
      paramLabel = "NAME=FILE,...",
      description =
          "Rows from files of one's own in place of those, each with the defence that its file says; nothing is trained. Costs are relative to the first.")
  private @Nullable String models;

  @Option(
      names = "--defence",
      paramLabel = "NAME[@ROW]=STAGES",
      description = {
        "One more row: stages around the classifier of another row (default: of the first); may be given",
        "several times. Stages as for --defend: \"squeezed=bit-depth:3 | median:3\",",
        "\"voting@hardened=smooth:sigma=0.25\"; see redoubt stages."
      })
  private List<String> added = new ArrayList<>();

  @Option(
      names = "--effort",
      paramLabel = "EFFORT",
      description =
          "Of the audits: quick, standard or thorough (default: ${DEFAULT-VALUE}). Diffusion is tried at the same reduced cost with all of them.")
  private String effort = "quick";

  /**
   * What was asked for, in the order of the rows.
   *
   * @param families to be trained; empty where models are given
   * @param given models from files
   * @param added rows of one's own, which come last
   */
  record Asked(List<Family> families, List<GivenModels.Named> given, List<AddedDefence> added) {
    /** The rows before those of one's own. */
    List<String> bases() {
      return given.isEmpty()
          ? families.stream().map(Family::spelling).toList()
          : given.stream().map(GivenModels.Named::name).toList();
    }
  }

  /**
   * Reads the lists.
   *
   * @throws BadInputException if one of them makes no sense
   */
  Asked asked() {
    if (families != null && models != null) {
      throw new BadInputException(
          "--defences are trained and --models are files: give one of the two");
    }
    Asked asked =
        new Asked(
            models != null
                ? List.of()
                : Family.list(families == null ? String.join(",", Family.names()) : families),
            models == null ? List.of() : GivenModels.parse(models),
            added.stream().map(AddedDefence::parse).toList());
    List<String> names = new ArrayList<>(asked.bases());
    for (AddedDefence own : asked.added()) {
      own.model()
          .filter(base -> !asked.bases().contains(base))
          .ifPresent(
              base -> {
                throw new BadInputException(
                    "--defence %s wants the classifier of row %s, but the rows are %s"
                        .formatted(own.name(), base, String.join(", ", asked.bases())));
              });
      names.add(own.name());
    }
    ComparedNames.distinct(names);
    return asked;
  }

  /** How everything is measured. */
  ComparisonPlan plan(CommonOptions common) {
    return new ComparisonPlan(
        ThreatModel.parse(threat),
        Effort.named(effort),
        ComparisonPlan.Trial.USUAL,
        common.seed,
        BATCH,
        common.threads());
  }

  /** As users write the data. */
  String data() {
    return data;
  }

  /** The samples that all rows are measured on. */
  Dataset measured() {
    if (limit < 1) {
      throw new BadInputException("--limit must be at least 1, not " + limit);
    }
    Dataset test = Datasets.open(data, "test");
    return test.size() > limit ? DatasetView.slice(test, 0, limit) : test;
  }

  /** The test samples after them, which set thresholds; empty if there are too few. */
  Optional<Dataset> others() {
    Dataset test = Datasets.open(data, "test");
    return test.size() - limit >= CALIBRATION
        ? Optional.of(DatasetView.slice(test, limit, test.size() - limit))
        : Optional.empty();
  }

  /** What is learnt from. */
  Dataset train() {
    return Datasets.open(data, "train");
  }

  /** A command that audits one row in the same way. */
  List<String> auditing(
      Path model,
      Optional<String> stages,
      int samples,
      Optional<Double> claim,
      ComparisonPlan plan,
      Path folder) {
    List<String> line = new ArrayList<>(List.of("redoubt", "audit", "--model", model.toString()));
    line.addAll(List.of("--defend", stages.orElse("none"), "--data", data));
    line.addAll(List.of("--limit", "" + samples, "--threat", threat, "--effort", effort));
    claim.ifPresent(share -> line.addAll(List.of("--claim", share.toString())));
    line.addAll(List.of("--seed", "" + plan.seed(), "--threads", "" + plan.workers()));
    line.addAll(List.of("--out", folder.toString()));
    return line;
  }
}
