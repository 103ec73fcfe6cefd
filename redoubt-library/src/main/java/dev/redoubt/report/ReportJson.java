package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.redoubt.certify.analysis.Analysis;
import dev.redoubt.certify.analysis.CertifiedAccuracy;
import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import java.io.IOException;
import java.util.List;

/** The JSON form of the records: snake-case keys, and null for numbers that JSON cannot express. */
final class ReportJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addMixIn(EpochSummary.class, FlatEpoch.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new FiniteDouble())
                  .addSerializer(double.class, new FiniteDouble()))
          .build();

  private static final ObjectReader READER =
      MAPPER.reader().without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ReportJson() {}

  /**
   * The content of {@code report.json}. A run that compares models lists them under {@code models};
   * otherwise the keys of the one model stand at the top level.
   */
  static String pretty(RunReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", report.command());
    root.set("provenance", MAPPER.valueToTree(report.provenance()));
    root.set("data", MAPPER.valueToTree(report.data()));
    root.set("threat", MAPPER.valueToTree(report.threat()));
    if (report.comparesModels()) {
      root.set("models", MAPPER.valueToTree(report.models()));
    } else {
      root.setAll(MAPPER.<ObjectNode>valueToTree(report.models().get(0)));
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of the {@code report.json} of a training run. */
  static String pretty(TrainingReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "train");
    root.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of the {@code report.json} of the training of a denoiser. */
  static String pretty(DenoisingReport report) throws JsonProcessingException {
    return task("denoise", report);
  }

  /** The content of the {@code report.json} of the training of a diffusion model. */
  static String pretty(DiffusionReport report) throws JsonProcessingException {
    return task("diffusion", report);
  }

  private static String task(String name, Object report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "train");
    root.put("task", name);
    root.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of the {@code report.json} of certification. */
  static String pretty(CertificationReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "certify");
    root.set("provenance", MAPPER.valueToTree(report.provenance()));
    root.set("data", MAPPER.valueToTree(report.data()));
    root.set("model", MAPPER.valueToTree(report.model()));
    root.setAll(MAPPER.<ObjectNode>valueToTree(report.procedure()));
    root.set("certified_accuracy", MAPPER.valueToTree(report.certifiedAccuracy()));
    root.set("acr", MAPPER.valueToTree(report.analysis().acr()));
    root.set("abstain", MAPPER.valueToTree(report.analysis().abstain()));
    root.set("mean_samples", MAPPER.valueToTree(report.meanSamples()));
    root.set("median_samples", MAPPER.valueToTree(report.medianSamples()));
    root.put("forwards", report.forwards());
    root.set("seconds", MAPPER.valueToTree(report.seconds()));
    root.set("notes", MAPPER.valueToTree(report.notes()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of the {@code report.json} of a test of detectors. */
  static String pretty(DetectionReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "detect test");
    root.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of the {@code report.json} of a test of a purifying defence. */
  static String pretty(PurificationReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "purify test");
    root.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of {@code comparison.json}. */
  static String pretty(ComparisonReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "compare");
    root.setAll(MAPPER.<ObjectNode>valueToTree(report));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  /** The content of {@code audit.json}. */
  static String pretty(AuditReport report) throws JsonProcessingException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(AuditContent.of(report))
        + "\n";
  }

  /** The content of the {@code report.json} of an analysis of files. */
  static String pretty(AnalysisReport report) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("command", "certify analyze");
    root.set("provenance", MAPPER.valueToTree(report.provenance()));
    ArrayNode files = root.putArray("analysis");
    for (AnalysisReport.Entry entry : report.analysis()) {
      files.add(entry(entry, report.radii()));
    }
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static ObjectNode entry(AnalysisReport.Entry entry, List<Double> radii) {
    Analysis result = entry.result();
    ObjectNode node = MAPPER.createObjectNode();
    node.put("file", entry.file());
    node.put("sha256", entry.sha256());
    node.set("sigma", MAPPER.valueToTree(entry.sigma().orElse(Double.NaN)));
    node.set("alpha", MAPPER.valueToTree(result.alpha().orElse(Double.NaN)));
    ObjectNode certified = node.putObject("certified_accuracy");
    ObjectNode guaranteed = MAPPER.createObjectNode();
    for (double radius : radii) {
      CertifiedAccuracy at = result.at(radius);
      certified.put(String.valueOf(radius), at.certifiedAccuracy());
      guaranteed.put(String.valueOf(radius), at.guaranteed());
    }
    node.set("guaranteed", result.alpha().isPresent() ? guaranteed : MAPPER.nullNode());
    node.put("acr", result.acr());
    node.put("abstain", result.abstain());
    node.put("samples", result.samples());
    return node;
  }

  /** A tree from text. */
  static JsonNode read(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** A value from its tree; what it does not know is passed over. */
  static <T> T as(JsonNode node, Class<T> type) throws JsonProcessingException {
    return READER.forType(type).treeToValue(node, type);
  }

  /** One value on one line. */
  static String line(Object value) throws JsonProcessingException {
    return MAPPER.writeValueAsString(value);
  }

  /** The signs of a collapse stand among the other numbers of an epoch. */
  interface FlatEpoch {
    @JsonUnwrapped
    CollapseAlarm.Signs signs();
  }

  /** NaN and infinities become null: JSON has no word for them. */
  private static final class FiniteDouble extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    FiniteDouble() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value);
      } else {
        out.writeNull();
      }
    }
  }
}
