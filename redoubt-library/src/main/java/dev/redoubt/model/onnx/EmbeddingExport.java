package dev.redoubt.model.onnx;

import dev.redoubt.nn.operator.Sinusoid;
import java.util.List;

/** Numbers as vectors. */
final class EmbeddingExport {
  private EmbeddingExport() {}

  static void register(Exports table) {
    table.put(Sinusoid.class, EmbeddingExport::waves);
  }

  private static String waves(Sinusoid sinusoid, NodeExport node) {
    double[] precise = sinusoid.frequencies();
    float[] frequencies = new float[precise.length];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) precise[i];
    }
    String row = node.floats("frequencies", frequencies, List.of(1L, (long) frequencies.length));
    String column =
        node.step("column", "Unsqueeze", List.of(node.floating(0), node.longs("axes", List.of(1))));
    String angles = node.step("angles", "Mul", List.of(column, row));
    String sines = node.step("sines", "Sin", List.of(angles));
    String cosines = node.step("cosines", "Cos", List.of(angles));
    return node.give("Concat", List.of(sines, cosines), Attribute.integer("axis", 1));
  }
}
