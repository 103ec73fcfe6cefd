package dev.redoubt.model.onnx;

import dev.redoubt.nn.Network;
import java.util.List;
import java.util.Map;

/**
 * A network out of an ONNX file.
 *
 * @param network graph and weights; takes {@code [n, ...shape]} and gives logits {@code [n,
 *     classes]}
 * @param shape one sample's shape as the file has it
 * @param classes the number of logits, or of outputs where the file's own are wanted
 * @param wholeNumbers whether the file takes integers: inputs are rounded and have no gradient
 * @param opset the version of the operator set that the file is written in
 * @param producer the program that wrote the file, or an empty text
 * @param operators the kinds of the file's operators, each once, sorted
 * @param metadata texts that the file carries besides its graph, by name
 * @param notes what a user should know of how the file was understood
 */
public record ImportedNetwork(
    Network network,
    List<Integer> shape,
    int classes,
    boolean wholeNumbers,
    int opset,
    String producer,
    List<String> operators,
    Map<String, String> metadata,
    List<String> notes) {
  /** Copies the lists. */
  public ImportedNetwork {
    shape = List.copyOf(shape);
    operators = List.copyOf(operators);
    metadata = Map.copyOf(metadata);
    notes = List.copyOf(notes);
  }
}
