package dev.redoubt.cli;

import dev.redoubt.audit.AuditJournal;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.JsonlJournal;
import dev.redoubt.evaluate.DirectoryJournal;
import dev.redoubt.evaluate.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The journals of an audit, one folder a run.
 *
 * @param folder of their own
 * @param fingerprint names plan, model and data
 */
record AuditJournals(Path folder, String fingerprint) implements AuditJournal {
  @Override
  public <T> T with(String run, Function<Journal, T> work) {
    String slug =
        run.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")
            + "-"
            + Integer.toHexString(run.hashCode());
    try (DirectoryJournal journal =
        new DirectoryJournal(folder.resolve(slug), fingerprint + "|" + run)) {
      return work.apply(journal);
    }
  }

  @Override
  public <T> T withCertificates(Function<CertificateJournal, T> work) {
    try {
      Files.createDirectories(folder);
      try (JsonlJournal journal =
          new JsonlJournal(folder.resolve("certificates.partial.jsonl"), fingerprint)) {
        return work.apply(journal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a run has got as far as a batch, or a certificate. */
  boolean holdSomething() throws IOException {
    if (!Files.exists(folder)) {
      return false;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> path.getFileName().toString())
          .anyMatch(name -> name.startsWith("batch-") || name.startsWith("certificates"));
    }
  }

  /** Once the report is written, nobody needs them. */
  void delete() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    }
  }
}
