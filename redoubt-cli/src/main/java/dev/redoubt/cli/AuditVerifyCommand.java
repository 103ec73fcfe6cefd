package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.audit.Verification;
import dev.redoubt.audit.Verifier;
import dev.redoubt.report.AuditRecord;
import dev.redoubt.tensor.Device;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code redoubt audit verify}: does the verdict of these files stand? */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Re-checks the evidence of an audit from its files alone.",
      "",
      "Opens model and data as the audit did (its command line stands in audit.json), compares their",
      "digests, and re-checks every clean prediction, every witness in fp32 and fp64 (with fresh votes,",
      "if the model is random), every certificate, and that they lead to the verdict.",
      "",
      "Exit code: 0 the verdict stands, 1 it does not, 2 bad input."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt audit verify audit",
      "  redoubt audit verify audit --model theirs.onnx --data mnist:DIR"
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Parameters(paramLabel = "DIR", description = "The output folder of redoubt audit.")
  private Path folder = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Where the model is now (default: where it was).")
  private @Nullable String model;

  @Option(
      names = "--data",
      paramLabel = "SPEC",
      description = "Where the data are now (default: where they were).")
  private @Nullable String data;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Device device = common.start();
    AuditRecord files = AuditRecord.read(folder);
    AuditOptions.Subject subject = again(files.commandLine()).subject(device);
    same("model", files.modelDigest(), subject.opened().digest());
    same("data", files.dataDigest(), subject.dataset().digest());
    asCommanded("threat", files.threat(), subject.plan().threat().text());
    asCommanded("claim", words(files.claim()), words(subject.plan().claim()));
    Verification verification;
    try (Progress bar = Progress.start("Verifying", "audits", 1, common.quiet)) {
      bar.at(0, "witnesses and certificates");
      verification =
          new Verifier(subject.plan(), subject.pipeline(), subject.dataset(), device)
              .verify(files.content());
    }
    if (!common.quiet) {
      print(Objects.requireNonNull(spec).commandLine().getOut(), verification);
    }
    return verification.stands() ? 0 : 1;
  }

  /** The command that made the files, with what has moved since. */
  private AuditCommand again(List<String> commandLine) {
    List<String> arguments =
        new ArrayList<>(commandLine.subList(Math.min(2, commandLine.size()), commandLine.size()));
    replace(arguments, "--model", model);
    replace(arguments, "--data", data);
    AuditCommand command = new AuditCommand();
    CommandLine line = new CommandLine(command);
    OptionalForSubcommands.relax(line);
    try {
      line.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new BadInputException(
          "the command line in audit.json can't be read: " + e.getMessage(), e);
    }
    return command;
  }

  private static void replace(List<String> arguments, String option, @Nullable String value) {
    if (value == null) {
      return;
    }
    arguments.removeIf(argument -> argument.startsWith(option + "="));
    int at = arguments.indexOf(option);
    if (at >= 0) {
      arguments.subList(at, Math.min(at + 2, arguments.size())).clear();
    }
    arguments.add(option);
    arguments.add(value);
  }

  private static void same(String what, String recorded, String found) {
    if (!recorded.equals(found)) {
      throw new BadInputException(
          "this is not the %s that was audited: its digest is %s, not %s"
              .formatted(what, found, recorded));
    }
  }

  /** What the audit says that it judged has to be what its command line asked for. */
  private static void asCommanded(String what, String recorded, String commanded) {
    if (!recorded.equals(commanded)) {
      throw new BadInputException(
          "audit.json gives the %s %s, but the command line in it %s"
              .formatted(what, recorded, commanded));
    }
  }

  private static String words(Optional<Double> claim) {
    return claim.map(String::valueOf).orElse("none");
  }

  private void print(PrintWriter out, Verification verification) {
    out.printf(
        "%d witnesses and %d certificates re-checked: %s%n",
        verification.witnesses(),
        verification.certificates(),
        verification.problems().isEmpty()
            ? "all of them hold."
            : verification.problems().size() + " problems.");
    verification.problems().stream().limit(SHOWN).forEach(p -> out.printf("  %s%n", p));
    if (verification.problems().size() > SHOWN) {
      out.printf("  and %d more%n", verification.problems().size() - SHOWN);
    }
    out.printf(
        "Verdict in the files: %s. Verdict from the evidence: %s.%n%s%n",
        verification.recorded().words(),
        verification.again().words(),
        verification.stands() ? "THE VERDICT STANDS" : "THE VERDICT DOES NOT STAND");
  }
}
