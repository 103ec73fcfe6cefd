package dev.redoubt.model.weights;

import dev.redoubt.BadInputException;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.WeightSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which array of a state dict fills which weight of a graph: all weights, and all arrays but the
 * batch counters of PyTorch's batch normalisation.
 *
 * @param basis what the assignment rests on
 * @param assignments one a weight, in the order of the graph
 */
public record WeightMapping(Basis basis, List<Assignment> assignments) {
  /** Counts batches for a momentum that nobody uses. */
  private static final String IGNORED = "num_batches_tracked";

  /** What an assignment rests on. */
  public enum Basis {
    /** The file calls the weights as the network does. */
    NAMES("by name"),
    /** So it does after the renaming that the user asked for. */
    RENAMED("by name after renaming"),
    /** No name agrees, but shapes and order leave one way to do it. */
    SHAPES("by shape and order, since no name agrees");

    private final String text;

    Basis(String text) {
      this.text = text;
    }

    /** For people, such as {@code by name}. */
    public String text() {
      return text;
    }
  }

  /**
   * One weight and its source.
   *
   * @param weight its name in the network
   * @param array the array's name in the file
   * @param shape of both
   */
  public record Assignment(String weight, String array, List<Long> shape) {
    /** Such as {@code conv1.weight ← 0.weight [16, 1, 4, 4]}. */
    public String text() {
      return weight + " ← " + array + " " + shape;
    }
  }

  /** Copies. */
  public WeightMapping {
    assignments = List.copyOf(assignments);
  }

  /**
   * The assignment: by names, after the renaming asked for; if no name agrees and no renaming was
   * asked for, by shapes and order where these leave one way.
   *
   * @throws BadInputException if there is none, with all weights that are missing and all arrays
   *     that are left over; or if a renaming applies to nothing
   */
  public static WeightMapping of(Graph graph, StateDict dict, List<Rename> renames) {
    Map<String, List<Long>> wanted = new LinkedHashMap<>();
    Network.forEachWeight(graph, (name, spec) -> wanted.put(name, spec.shape()));
    Map<String, List<Long>> given = new LinkedHashMap<>();
    dict.arrays()
        .forEach(
            (name, array) -> {
              if (!name.equals(IGNORED) && !name.endsWith("." + IGNORED)) {
                given.put(name, array.shape());
              }
            });
    Map<String, String> sources = renamed(dict, given, renames);
    if (wanted.entrySet().stream()
            .allMatch(w -> w.getValue().equals(shapeOf(w.getKey(), sources, given)))
        && sources.size() == wanted.size()) {
      return new WeightMapping(
          renames.isEmpty() ? Basis.NAMES : Basis.RENAMED, assignments(wanted, sources));
    }
    if (renames.isEmpty() && wanted.keySet().stream().noneMatch(given::containsKey)) {
      Optional<Map<String, String>> byShape = ShapeMatching.find(wanted, given);
      if (byShape.isPresent()) {
        return new WeightMapping(Basis.SHAPES, assignments(wanted, byShape.get()));
      }
    }
    throw new BadInputException(Mismatch.sentence(dict.source(), wanted, given, sources));
  }

  /** Whether a state dict has the weights of the graph's last layer, by name and shape. */
  public static boolean endsAlike(Graph graph, StateDict dict) {
    Map<String, List<Long>> last = new LinkedHashMap<>();
    for (Graph.Node node : graph.nodes()) {
      List<WeightSpec> specs = node.operator().weightSpecs();
      if (!specs.isEmpty()) {
        last.clear();
        specs.forEach(spec -> last.put(node.name() + "." + spec.name(), spec.shape()));
      }
    }
    return last.entrySet().stream()
        .allMatch(
            weight -> {
              StateArray array = dict.arrays().get(weight.getKey());
              return array != null && array.shape().equals(weight.getValue());
            });
  }

  /** The name in the file by the name after renaming. */
  private static Map<String, String> renamed(
      StateDict dict, Map<String, List<Long>> given, List<Rename> renames) {
    for (Rename rename : renames) {
      if (given.keySet().stream().noneMatch(rename::matches)) {
        throw new BadInputException(
            "%s holds no array '%s' or '%s.…' to be renamed to '%s'"
                .formatted(dict.source(), rename.from(), rename.from(), rename.to()));
      }
    }
    Map<String, String> sources = new LinkedHashMap<>();
    for (String name : given.keySet()) {
      String target =
          renames.stream()
              .filter(rename -> rename.matches(name))
              .max(Comparator.comparingInt(rename -> rename.from().length()))
              .map(rename -> rename.apply(name))
              .orElse(name);
      String other = sources.put(target, name);
      if (other != null) {
        throw new BadInputException(
            "%s holds both '%s' and '%s', which the renaming makes '%s'"
                .formatted(dict.source(), other, name, target));
      }
    }
    return sources;
  }

  private static List<Long> shapeOf(
      String weight, Map<String, String> sources, Map<String, List<Long>> given) {
    String source = sources.get(weight);
    return source == null ? List.of(-1L) : Objects.requireNonNull(given.get(source));
  }

  private static List<Assignment> assignments(
      Map<String, List<Long>> wanted, Map<String, String> sources) {
    List<Assignment> list = new ArrayList<>();
    wanted.forEach(
        (name, shape) ->
            list.add(new Assignment(name, Objects.requireNonNull(sources.get(name)), shape)));
    return list;
  }

  /** The values for {@link Network#of}, from the state dict for which this was made. */
  public Map<String, float[]> values(StateDict dict) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Assignment assignment : assignments) {
      values.put(
          assignment.weight(),
          Objects.requireNonNull(dict.arrays().get(assignment.array())).floats());
    }
    return values;
  }

  /** One line a weight, for people. */
  public List<String> lines() {
    return assignments.stream().map(Assignment::text).toList();
  }
}
