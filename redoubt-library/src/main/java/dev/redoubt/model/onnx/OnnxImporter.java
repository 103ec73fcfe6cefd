package dev.redoubt.model.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.redoubt.BadInputException;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Turns an ONNX file into a network of our own operators, which gives gradients.
 *
 * <p>The graph is traced on two batch sizes. What depends on neither samples nor batch is folded;
 * what doubles with the batch goes with it, so that a file written for one sample takes any number.
 * The result is compared with single samples; a graph that mixes its batch with other dimensions is
 * traced again for single samples, and computes batches one sample at a time. A softmax at the end
 * is left away: attacks use the logits under it.
 */
public final class OnnxImporter {
  private static final double TOLERANCE = 1e-4;

  private final OnnxFile file;
  private final GraphProto graph;
  private final OnnxInput input;
  private final List<String> notes = new ArrayList<>();

  private OnnxImporter(OnnxFile file) {
    this.file = file;
    this.graph = file.model().getGraph();
    this.input = OnnxInput.of(file);
  }

  /**
   * Imports a file.
   *
   * @param shape one sample's shape, where the file leaves lengths open
   * @throws BadInputException if the file is no ONNX model, uses what can't be imported (all such
   *     operators are named), leaves shapes open, or is no classifier
   */
  public static ImportedNetwork read(Path file, Optional<List<Integer>> shape) {
    return read(OnnxFile.read(file), shape);
  }

  static ImportedNetwork read(OnnxFile file, Optional<List<Integer>> shape) {
    OnnxImporter importer = new OnnxImporter(file);
    return importer.read(() -> importer.withLogits(shape));
  }

  /**
   * Imports a file whose outputs are wanted as they are: a softmax or sigmoid at the end stays, and
   * a single output stays one. The network gives {@code [n, outputs]}.
   *
   * @param shape one sample's shape, where the file leaves lengths open
   * @throws BadInputException as above, except that a single output is no obstacle
   */
  public static ImportedNetwork readAsWritten(Path file, Optional<List<Integer>> shape) {
    OnnxImporter importer = new OnnxImporter(OnnxFile.read(file));
    return importer.read(() -> importer.imported(shape, Head.asWritten(importer.graph)));
  }

  private ImportedNetwork read(Supplier<ImportedNetwork> attempt) {
    try {
      return attempt.get();
    } catch (BadInputException e) {
      throw new BadInputException(printable(String.valueOf(e.getMessage())), e);
    } catch (RuntimeException e) {
      throw new BadInputException(
          printable(
              "model %s can't be computed: %s".formatted(file.file(), Tracer.firstSentence(e))),
          e);
    }
  }

  private ImportedNetwork withLogits(Optional<List<Integer>> given) {
    try {
      return imported(given, Head.of(graph, file.opset(), false));
    } catch (SoftmaxElsewhereException e) {
      notes.clear();
      return imported(given, Head.of(graph, file.opset(), true));
    }
  }

  /** Names out of a broken file may hold anything. */
  private static String printable(String message) {
    return message.replaceAll("\\p{Cntrl}", "?");
  }

  private ImportedNetwork imported(Optional<List<Integer>> given, Head head) {
    notes.addAll(head.notes());
    if (input.isWhole()) {
      notes.add("takes whole numbers: inputs are rounded, and have no gradient");
    }
    List<NodeProto> needed = needed(head.logits());
    Lowerings.requireAll(file, needed);
    List<Integer> shape = input.shape(given);
    int samples = input.samples();
    input.requireRoom(shape, samples);
    Network network =
        Autograd.noGrad(() -> Scope.value(() -> network(needed, head, shape, samples)));
    try {
      int classes = Autograd.noGrad(() -> Scope.value(() -> classes(network, shape, head)));
      return new ImportedNetwork(
          network,
          shape,
          classes,
          input.isWhole(),
          file.opset(),
          (file.model().getProducerName() + " " + file.model().getProducerVersion()).strip(),
          needed.stream().map(NodeProto::getOpType).distinct().sorted().toList(),
          metadata(),
          notes);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private Network network(List<NodeProto> nodes, Head head, List<Integer> shape, int samples) {
    Tensor large = probe(shape, 2 * samples);
    Tensor small = Layout.slice(large, 0, 0, samples, 1);
    if (input.isUnbatched()) {
      notes.add("computed one sample at a time, since the graph has no batch dimension");
      return traced(nodes, head, new Tracer(small, small));
    }
    try {
      GraphTrace.Result result = trace(nodes, head, new Tracer(small, large));
      if (agrees(result.network(), large)) {
        notes.addAll(result.notes());
        return result.network();
      }
      result.network().close();
    } catch (BatchMixedException e) {
      if (samples != 1) {
        throw new BadInputException(
            "model %s is written for batches of %d, which can't be taken apart: %s"
                .formatted(file.file(), samples, e.getMessage()),
            e);
      }
    }
    if (samples != 1) {
      throw new BadInputException(
          "model %s is written for batches of %d whose samples depend on each other"
              .formatted(file.file(), samples));
    }
    notes.add(
        "computed one sample at a time, since the graph mixes its batch with other dimensions");
    return traced(nodes, head, new Tracer(small, small));
  }

  private Network traced(List<NodeProto> nodes, Head head, Tracer tracer) {
    GraphTrace.Result result = trace(nodes, head, tracer);
    notes.addAll(result.notes());
    return result.network();
  }

  private GraphTrace.Result trace(List<NodeProto> nodes, Head head, Tracer tracer) {
    return new GraphTrace(file, input, nodes).run(tracer, head);
  }

  /** Tokens are 0 and 1, so that samples differ. */
  private Tensor probe(List<Integer> shape, int samples) {
    return Probe.of(shape, samples, input.isWhole() ? 2 : 1);
  }

  /** Whether the network says of each sample the same by itself as among others. */
  private static boolean agrees(Network network, Tensor samples) {
    Tensor together = forward(network, samples);
    double scale = 1e-6;
    for (double value : together.doubles()) {
      scale = Math.max(scale, Math.abs(value));
    }
    int count = Math.min(2, samples.rows());
    for (int row = 0; row < count; row++) {
      double[] alone = forward(network, Layout.row(samples, row), row).doubles();
      double[] among = Layout.row(together, row).doubles();
      for (int i = 0; i < alone.length; i++) {
        if (alone.length != among.length || Math.abs(alone[i] - among[i]) > TOLERANCE * scale) {
          return false;
        }
      }
    }
    return true;
  }

  private static Tensor forward(Network network, Tensor x) {
    return forward(network, x, 0);
  }

  private static Tensor forward(Network network, Tensor x, long id) {
    Draws draws = new Draws(0, LongStream.range(id, id + x.rows()).toArray(), "import");
    return network.forward(x, new Pass(Mode.EVAL, draws));
  }

  private Map<String, String> metadata() {
    Map<String, String> texts = new LinkedHashMap<>();
    file.model()
        .getMetadataPropsList()
        .forEach(entry -> texts.put(entry.getKey(), entry.getValue()));
    return texts;
  }

  /** The number of classes, from the logits of three samples. */
  private int classes(Network network, List<Integer> shape, Head head) {
    Tensor logits = forward(network, probe(shape, 3));
    int least = head.asWritten() ? 1 : 2;
    if (logits.rank() != 2 || logits.size(0) != 3 || logits.size(1) < least) {
      throw new BadInputException(
          "model %s is no classifier: three samples give an output of the shape %s"
              .formatted(file.file(), Arrays.toString(logits.shape())));
    }
    if (Arrays.stream(logits.doubles()).allMatch(Double::isNaN)) {
      throw new BadInputException(
          "model %s gives NaN whatever its input is".formatted(file.file()));
    }
    return Math.toIntExact(logits.size(1));
  }

  /** The nodes that the logits need, in the file's order. */
  private List<NodeProto> needed(String logits) {
    Set<String> wanted = new HashSet<>(Set.of(logits));
    List<NodeProto> needed = new ArrayList<>();
    for (int i = graph.getNodeCount() - 1; i >= 0; i--) {
      NodeProto node = graph.getNode(i);
      if (node.getOutputList().stream().anyMatch(wanted::contains)) {
        wanted.addAll(node.getInputList());
        needed.add(0, node);
      }
    }
    return needed;
  }
}
