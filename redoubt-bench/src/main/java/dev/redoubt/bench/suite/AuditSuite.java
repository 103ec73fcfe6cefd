package dev.redoubt.bench.suite;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.data.Datasets;
import dev.redoubt.tensor.Engine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how often audits err, on models whose robustness is known. */
@Command(
    name = "audit-suite",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Builds models whose robustness is known, audits each at effort quick, and prints how often the",
      "audit errs. What is trained and audited is kept: a run that was stopped goes on where it was."
    })
public final class AuditSuite implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where networks, trials.jsonl, matrix.md and calibration.md go.")
  private Path out = Path.of("");

  @Option(
      names = "--mnist",
      paramLabel = "DIR",
      description =
          "MNIST's files: adds two detectors, and the honest control with one bit a pixel.")
  private @Nullable Path mnist;

  @Option(
      names = "--honest",
      paramLabel = "DIR",
      description = "Audits of honest models (one folder with audit.json each) to calibrate on.")
  private @Nullable Path honest;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "FIXTURE",
      description = "Only these, by name (default: all).")
  private List<String> only = List.of();

  @Option(names = "--threads", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
  private int threads = 2;

  @Override
  public Integer call() throws IOException {
    PrintStream log = System.err;
    try {
      run(log);
      return 0;
    } catch (BadInputException e) {
      log.println("audit-suite: " + e.getMessage());
      return 2;
    }
  }

  private void run(PrintStream log) throws IOException {
    Engine.threads(threads);
    Path networks = out.resolve("networks");
    try {
      Files.createDirectories(networks);
    } catch (IOException e) {
      throw new BadInputException("cannot make " + networks + ": " + e.getMessage(), e);
    }
    try (FileChannel lock =
        FileChannel.open(
            out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (lock.tryLock() == null) {
        throw new BadInputException("another run is writing to " + out.toAbsolutePath());
      }
      measure(new Shelf(networks, log), log);
    }
  }

  private void measure(Shelf shelf, PrintStream log) throws IOException {
    String version = Program.version();
    Workshop signs =
        new Workshop(
            shelf,
            version,
            Datasets.open("roadsigns", "train"),
            Datasets.open("roadsigns", "test"));
    List<Fixture> fixtures = new ArrayList<>(Fixtures.all());
    if (mnist != null) {
      String spec = "mnist:" + mnist;
      fixtures.addAll(
          MnistFixtures.all(
              new Workshop(
                  shelf, version, Datasets.open(spec, "train"), Datasets.open(spec, "test"))));
    }
    TrialFile kept = new TrialFile(out.resolve("trials.jsonl"), Program.digest(), log);
    Trials trials = new Trials(signs, threads, Fixtures.POINTS);
    List<Fixture> chosen = chosen(fixtures);
    int all = chosen.stream().mapToInt(fixture -> fixture.runs().size()).sum();
    int rounds = chosen.stream().mapToInt(fixture -> fixture.runs().size()).max().orElse(0);
    int done = 0;
    for (int round = 0; round < rounds; round++) {
      for (Fixture fixture : chosen) {
        if (round < fixture.runs().size()) {
          Fixture.Run run = fixture.runs().get(round);
          done++;
          if (kept.of(fixture, run).isEmpty()) {
            Trial trial = trials.of(fixture, run);
            kept.add(trial);
            log.printf(Locale.ROOT, "%d/%d %s%n", done, all, line(trial));
          }
        }
      }
    }
    String text = new MatrixText(new ConfusionMatrix(kept.trials()), fixtures).all();
    Files.writeString(out.resolve("matrix.md"), text);
    System.out.print(text);
    CalibrationTable calibration = CalibrationTable.of(kept.trials(), Optional.ofNullable(honest));
    Files.writeString(out.resolve("calibration.md"), calibration.text());
    System.out.print("\n" + calibration.text());
  }

  private List<Fixture> chosen(List<Fixture> fixtures) {
    List<String> names = fixtures.stream().map(Fixture::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw Suggestion.unknown("fixture", name, names);
      }
    }
    return fixtures.stream()
        .filter(fixture -> only.isEmpty() || only.contains(fixture.name()))
        .toList();
  }

  private static String line(Trial trial) {
    return String.format(
        Locale.ROOT,
        "%s (%d, %d): clean %.1f %%, claim %.1f %%, known %.1f %%, audited %.1f %%, %s; flags %s; %.0f s",
        trial.fixture(),
        trial.trainingSeed(),
        trial.auditSeed(),
        100 * trial.clean(),
        100 * trial.claim(),
        100 * trial.known(),
        100 * trial.robust(),
        trial.verdict().words(),
        trial.flags().isEmpty() ? "none" : trial.flags(),
        trial.seconds());
  }
}
