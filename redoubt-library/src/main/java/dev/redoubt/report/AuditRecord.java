package dev.redoubt.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.redoubt.BadInputException;
import dev.redoubt.audit.CheckResult;
import dev.redoubt.audit.NotRun;
import dev.redoubt.audit.SampleEvidence;
import dev.redoubt.audit.Verdict;
import dev.redoubt.audit.Verifier;
import dev.redoubt.certify.Certificate;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.evaluate.SampleOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of an audit, read again.
 *
 * @param commandLine that made it, program name first
 * @param modelDigest SHA-256 (hex)
 * @param dataDigest SHA-256 (hex)
 * @param threat in the form that users write
 * @param claim that was judged; empty if none was
 * @param content what is to be verified
 */
public record AuditRecord(
    List<String> commandLine,
    String modelDigest,
    String dataDigest,
    String threat,
    Optional<Double> claim,
    Verifier.Files content) {
  /** Copies. */
  public AuditRecord {
    commandLine = List.copyOf(commandLine);
  }

  /**
   * Reads {@code audit.json}, {@code samples.jsonl} and {@code witnesses.npz}.
   *
   * @throws BadInputException if one is missing or is not what an audit writes
   */
  public static AuditRecord read(Path directory) {
    Path json = directory.resolve("audit.json");
    if (!Files.isRegularFile(json)) {
      throw new BadInputException(
          directory + " holds no audit.json: give the output folder of redoubt audit");
    }
    try {
      JsonNode root = ReportJson.read(Files.readString(json));
      if (!root.path("command").asText().equals("audit")) {
        throw new BadInputException(json + " is not from redoubt audit");
      }
      List<String> line = new ArrayList<>();
      required(root, "provenance", json).path("command_line").forEach(a -> line.add(a.asText()));
      int samples = required(root, "samples", json).asInt();
      double robust = required(root, "robust_accuracy", json).path("estimate").asDouble();
      List<CheckResult> checks = new ArrayList<>();
      for (JsonNode check : required(root, "checks", json)) {
        checks.add(ReportJson.as(check, CheckResult.class));
      }
      List<NotRun> notRun = new ArrayList<>();
      for (JsonNode item : required(root, "not_run", json)) {
        notRun.add(ReportJson.as(item, NotRun.class));
      }
      return new AuditRecord(
          line,
          required(root, "model", json).path("sha256").asText(),
          root.path("provenance").path("data_digest").asText(),
          required(root, "threat", json).path("text").asText(),
          Optional.of(required(root, "claim", json))
              .filter(JsonNode::isNumber)
              .map(JsonNode::asDouble),
          new Verifier.Files(
              ReportJson.as(required(root, "verdict", json), Verdict.class),
              (int) Math.round(robust * samples),
              evidence(directory),
              checks,
              notRun));
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInputException(
          "the files of the audit in %s can't be read: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static JsonNode required(JsonNode root, String key, Path file) {
    JsonNode value = root.get(key);
    if (value == null) {
      throw new BadInputException("%s has no '%s'".formatted(file, key));
    }
    return value;
  }

  private static List<SampleEvidence> evidence(Path directory) throws IOException {
    Map<Long, float[]> witnesses = witnesses(directory.resolve("witnesses.npz"));
    List<SampleEvidence> evidence = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("samples.jsonl"))) {
      JsonNode node = ReportJson.read(line);
      JsonNode certificate = node.get("certificate");
      SampleOutcome outcome = ReportJson.as(node, SampleOutcome.class);
      evidence.add(
          new SampleEvidence(outcome, witnesses.get(outcome.id()), certificate(certificate)));
    }
    return evidence;
  }

  private static @Nullable Certificate certificate(@Nullable JsonNode node) throws IOException {
    return node == null || node.isNull() ? null : ReportJson.as(node, Certificate.class);
  }

  private static Map<Long, float[]> witnesses(Path file) {
    Map<String, NpyArray> arrays = NpzReader.read(file);
    NpyArray ids = arrays.get("ids");
    NpyArray inputs = arrays.get("inputs");
    if (ids == null || inputs == null) {
      throw new BadInputException(file + " has no arrays 'ids' and 'inputs'");
    }
    long[] keys = ids.longs();
    float[] values = inputs.floats();
    Map<Long, float[]> witnesses = new HashMap<>();
    int features = keys.length == 0 ? 0 : values.length / keys.length;
    for (int i = 0; i < keys.length; i++) {
      witnesses.put(keys[i], Arrays.copyOfRange(values, i * features, (i + 1) * features));
    }
    return witnesses;
  }
}
