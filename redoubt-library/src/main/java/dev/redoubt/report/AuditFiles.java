package dev.redoubt.report;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.data.InputSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes the files of an audit. */
public final class AuditFiles {
  private AuditFiles() {}

  /**
   * Writes {@code samples.jsonl}, {@code witnesses.npz}, {@code report.html}, {@code card.md} and
   * {@code audit.json}, each atomically. The last comes last: where it is, all are.
   *
   * @param input of the model, as the witnesses are
   * @throws BadInputException if one cannot be written
   */
  public static void write(Path directory, AuditReport report, InputSpec input) {
    String json;
    String page;
    try {
      json = ReportJson.pretty(report);
      page = AuditPage.render(report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String card = AuditCard.of(report);
    List<SampleEvidence> evidence = report.audit().evidence();
    RunFiles.writeLines(directory.resolve("samples.jsonl"), evidence);
    RunFiles.writeWitnesses(directory, witnesses(evidence, input));
    write(directory.resolve("report.html"), page);
    write(directory.resolve("card.md"), card);
    write(directory.resolve("audit.json"), json);
  }

  private static void write(Path file, String text) {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The witnesses in the order of the samples. */
  static Witnesses witnesses(List<SampleEvidence> evidence, InputSpec input) {
    List<SampleEvidence> broken = evidence.stream().filter(e -> e.witness() != null).toList();
    int features = input.features();
    long[] ids = new long[broken.size()];
    long[] labels = new long[broken.size()];
    float[] inputs = new float[Math.multiplyExact(broken.size(), features)];
    for (int i = 0; i < broken.size(); i++) {
      SampleEvidence sample = broken.get(i);
      float[] witness = sample.witness();
      if (witness == null || witness.length != features) {
        throw new IllegalArgumentException(
            "the witness of sample " + sample.outcome().id() + " does not fit " + input.shape());
      }
      ids[i] = sample.outcome().id();
      labels[i] = sample.outcome().label();
      System.arraycopy(witness, 0, inputs, i * features, features);
    }
    int[] shape = input.shape().stream().mapToInt(Integer::intValue).toArray();
    return new Witnesses(ids, shape, inputs, labels);
  }
}
