package dev.redoubt.bench;

import dev.redoubt.bench.suite.AuditSuite;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks by name. */
@Command(
    name = "redoubt-bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      StepOverhead.class,
      TrainingOverhead.class,
      MethodCosts.class,
      SmoothingOverhead.class,
      CascadeOverhead.class,
      MemoryOverSteps.class,
      PeerPgd.class,
      PeerAutoAttack.class,
      PeerAttacks.class,
      AutoAttackReference.class,
      ImportCost.class,
      OnnxDeviations.class,
      FabDistance.class,
      VnnCompFalsification.class,
      CertificateSoundness.class,
      StageCost.class,
      AdaptiveOverhead.class,
      DefenceStories.class,
      DetectorCost.class,
      DiffusionCost.class,
      AuditCost.class,
      WrapperAudits.class,
      AuditSuite.class
    })
final class Bench {
  private Bench() {}

  /** Runs one. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).execute(args));
  }
}
