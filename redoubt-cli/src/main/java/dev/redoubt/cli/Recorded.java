package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import dev.redoubt.model.ModelRequest;
import dev.redoubt.report.Provenance;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** What a report has to name so that the run can be repeated. */
final class Recorded {
  private Recorded() {}

  static Provenance provenance(
      CommandSpec spec, CommonOptions common, Device device, Dataset dataset, Instant started) {
    return new Provenance(
        Version.redoubt(),
        commandLine(spec),
        common.seed,
        dataset.digest(),
        "%s %s, %d processors"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        Engine.version(),
        common.threads(),
        device.toString(),
        started.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The command line without secrets, program name first. */
  static List<String> commandLine(CommandSpec spec) {
    List<String> line = new ArrayList<>(List.of(spec.root().name()));
    spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(ModelRequest::withoutSecrets)
        .forEach(line::add);
    return line;
  }
}
