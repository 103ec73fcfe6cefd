package dev.redoubt.cli;

import dev.redoubt.catalog.DetectorKind;
import dev.redoubt.catalog.Detectors;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code redoubt detect list}: which detectors there are. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the detectors, with their parameters.",
    footerHeading = "%nExample:%n",
    footer = "  redoubt detect list")
final class DetectListCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (DetectorKind kind : Detectors.ALL) {
      out.printf(Locale.ROOT, "%-18s %s%n", kind.name(), kind.summary());
      out.printf(Locale.ROOT, "  %s; %s%n", kind.reference(), kind.attacks().words());
      ParameterLines.print(out, kind.parameters());
    }
    return 0;
  }
}
