package dev.redoubt.report;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.analysis.CohenLog;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.purify.trial.Submission;
import dev.redoubt.train.Epoch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the files of a run. Each is written atomically, so a reader never sees half a file and a
 * failed run leaves none.
 */
public final class RunFiles {
  private RunFiles() {}

  /**
   * Creates {@code directory} unless it is there. Call it before the run, so that a wrong path
   * fails at once.
   *
   * @throws BadInputException if its parent is absent, if it is a file, or if it is not writable
   */
  public static void prepare(Path directory) {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new BadInputException(
          "output directory " + directory + " cannot be created: " + parent + " does not exist");
    }
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new BadInputException(
          "output directory " + directory + " is a file; expected a directory or a new name");
    }
    try {
      if (!Files.exists(directory)) {
        Files.createDirectory(directory);
      }
    } catch (IOException e) {
      throw new BadInputException(
          "output directory " + directory + " cannot be created: no write permission", e);
    }
    if (!Files.isWritable(directory)) {
      throw new BadInputException("output directory " + directory + " is not writable");
    }
  }

  /**
   * Writes {@code report.json} and {@code report.html}.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, RunReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> HtmlReport.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of a training run.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, TrainingReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> TrainingPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of the training of a denoiser.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, DenoisingReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> DenoisingPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of the training of a diffusion model.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, DiffusionReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> DiffusionPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of certification.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, CertificationReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> CertificationPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of a test of detectors.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, DetectionReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> DetectionPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of a test of a purifying defence.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, PurificationReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> PurificationPage.render(report));
  }

  /**
   * Writes {@code report.json} and {@code report.html} of an analysis of files.
   *
   * @throws BadInputException if they cannot be written
   */
  public static void writeReport(Path directory, AnalysisReport report) {
    write(directory, () -> ReportJson.pretty(report), () -> AnalysisPage.render(report));
  }

  private static void write(Path directory, Text json, Text page) {
    AtomicFile.write(
        directory.resolve("report.json"),
        out -> out.write(json.make().getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(
        directory.resolve("report.html"),
        out -> out.write(page.make().getBytes(StandardCharsets.UTF_8)));
  }

  private interface Text {
    String make() throws IOException;
  }

  /**
   * Writes {@code metrics.jsonl}: one line an epoch. To be called after each epoch with all of them
   * so far.
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeMetrics(Path directory, List<? extends Epoch> history) {
    writeLines(directory.resolve("metrics.jsonl"), history);
  }

  /**
   * Writes {@code samples.jsonl}: one line a sample, in the order given.
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeSamples(Path directory, Iterable<SampleOutcome> samples) {
    writeLines(directory.resolve("samples.jsonl"), samples);
  }

  /**
   * Writes {@code submissions.jsonl}: one line a sample, attacker after attacker.
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeSubmissions(Path directory, Iterable<Submission> submissions) {
    writeLines(directory.resolve("submissions.jsonl"), submissions);
  }

  /**
   * Writes {@code certificates.jsonl}: one line a certificate, in the order given.
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeCertificates(Path directory, Iterable<Certificate> certificates) {
    writeLines(directory.resolve("certificates.jsonl"), certificates);
  }

  /**
   * Writes {@code certificates.tsv}: the same as a log of Cohen et al.
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeCohenLog(Path directory, Collection<Certificate> certificates) {
    CohenLog.of(certificates).write(directory.resolve("certificates.tsv"));
  }

  /** Writes one line of JSON a value. */
  static void writeLines(Path file, Iterable<?> values) {
    AtomicFile.write(
        file,
        out -> {
          for (Object value : values) {
            out.write((ReportJson.line(value) + "\n").getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  /**
   * Writes {@code witnesses.npz} with the arrays {@code ids} (int64, [n]), {@code inputs} (float32,
   * [n, shape ...]) and {@code labels} (int64, [n]).
   *
   * @throws BadInputException if it cannot be written
   */
  public static void writeWitnesses(Path directory, Witnesses witnesses) {
    int n = witnesses.ids().length;
    int[] shape = IntStream.concat(IntStream.of(n), IntStream.of(witnesses.shape())).toArray();
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("ids", NpyArray.of(witnesses.ids(), n));
    arrays.put("inputs", NpyArray.of(witnesses.inputs(), shape));
    arrays.put("labels", NpyArray.of(witnesses.labels(), n));
    AtomicFile.write(directory.resolve("witnesses.npz"), out -> NpzWriter.write(out, arrays));
  }
}
