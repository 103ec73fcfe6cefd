package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Digests;
import dev.redoubt.certify.analysis.CertificateFile;
import dev.redoubt.certify.analysis.RadiusGrid;
import dev.redoubt.report.AnalysisReport;
import dev.redoubt.report.RunFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code redoubt certify analyze}: what do these certificates amount to? */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes certified accuracies, average certified radius and abstentions",
      "from files of certificates, and compares the files.",
      "",
      "Reads the certificates.jsonl of redoubt certify, and the tab-separated logs",
      "of Cohen et al. with the columns idx, label, predict, radius, correct, time.",
      "Whether a line of a log is correct is told by label and predict; a column",
      "'correct' that counts the correct ones so far is understood."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt certify analyze certificates/certificates.jsonl",
      "  redoubt certify analyze sigma_0.25 sigma_0.50 sigma_1.00 \\",
      "      --radii 0.25,0.5,0.75,1 --out comparison",
      "  redoubt certify analyze theirs.tsv --sigma 0.5"
    })
final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of certificates.")
  private List<Path> files = List.of();

  @Option(
      names = "--radii",
      split = ",",
      paramLabel = "R",
      description = {
        "Radii of the table, comma-separated (default: multiples of 0.25 up to the",
        "largest radius, fewer where those would be too many)."
      })
  private List<Double> radii = List.of();

  @Option(
      names = "--sigma",
      paramLabel = "DEVIATION",
      description =
          "Deviation of the noise (default: what the file tells, else its name, as in sigma_0.25).")
  private @Nullable Double sigma;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write report.json and report.html there; made if it is not there.")
  private @Nullable Path out;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Instant started = Instant.now();
    requireSound();
    List<AnalysisReport.Entry> entries = new ArrayList<>();
    for (Path file : files) {
      CertificateFile read = CertificateFile.read(file);
      entries.add(
          new AnalysisReport.Entry(
              file.toString(), Digests.ofFile(file, ""), sigma(read), read.analysis()));
    }
    CommandSpec own = Objects.requireNonNull(spec);
    AnalysisReport report =
        new AnalysisReport(
            new AnalysisReport.Origin(
                Version.redoubt(),
                Recorded.commandLine(own),
                started.truncatedTo(ChronoUnit.SECONDS).toString()),
            radii(entries),
            entries);
    if (out != null) {
      RunFiles.prepare(out);
      RunFiles.writeReport(out, report);
    }
    if (!common.quiet) {
      PrintWriter answer = own.commandLine().getOut();
      AnalysisTable.print(answer, report);
      if (out != null) {
        answer.printf("%nReport: %s%n", out.resolve("report.html"));
      }
    }
    return 0;
  }

  private void requireSound() {
    for (double radius : radii) {
      if (!(radius >= 0) || Double.isInfinite(radius)) {
        throw new BadInputException(
            "--radii must be finite numbers that are not negative, not " + radius);
      }
    }
    if (sigma != null && (!(sigma > 0) || sigma.isInfinite())) {
      throw new BadInputException("--sigma must be positive and finite, not " + sigma);
    }
  }

  private OptionalDouble sigma(CertificateFile file) {
    if (sigma != null) {
      return OptionalDouble.of(sigma);
    }
    return file.sigma().isPresent() ? file.sigma() : file.sigmaInName();
  }

  private List<Double> radii(List<AnalysisReport.Entry> entries) {
    double largest =
        entries.stream().mapToDouble(entry -> entry.result().curve().end()).max().orElse(0);
    return (radii.isEmpty() ? RadiusGrid.upTo(largest) : radii)
        .stream().sorted().distinct().toList();
  }
}
