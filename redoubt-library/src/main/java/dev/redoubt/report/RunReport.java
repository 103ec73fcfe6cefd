package dev.redoubt.report;

import java.util.List;

/**
 * Everything that one run found, apart from the per-sample results.
 *
 * @param command the subcommand that ran: {@code demo} compares several models, every other command
 *     reports on exactly one
 * @param provenance what is needed to run it again
 * @param data the samples that were judged
 * @param threat what the attacker was allowed to do
 * @param models the results, one entry a model; for {@code demo} the undefended network first
 */
public record RunReport(
    String command,
    Provenance provenance,
    DataSummary data,
    ThreatSummary threat,
    List<ModelResult> models) {
  /** Copies, and checks that there is one model unless the command compares several. */
  public RunReport {
    models = List.copyOf(models);
    if (models.isEmpty() || (models.size() > 1 && !comparesModels(command))) {
      throw new IllegalArgumentException(
          "a report of `" + command + "` cannot hold " + models.size() + " models");
    }
  }

  /** Whether the report lists its models under {@code models} instead of at the top level. */
  public boolean comparesModels() {
    return comparesModels(command);
  }

  private static boolean comparesModels(String command) {
    return command.equals("demo");
  }
}
