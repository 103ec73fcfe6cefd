package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import java.io.IOException;

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
