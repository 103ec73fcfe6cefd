package dev.redoubt.nn;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.redoubt.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A network without its weights: nodes in an order in which each comes after those that it reads.
 * The input is called {@value #INPUT}, and there may be a second one, {@value #TIME}; the last node
 * gives the logits, or whatever else it is that the network computes.
 *
 * @param nodes at least one
 * @param oneByOne whether samples must be computed one at a time, since the graph has no batch
 *     dimension of its own (imported graphs that fix the batch to 1 and mix it with others)
 */
public record Graph(List<Node> nodes, boolean oneByOne) {
  /** The name under which nodes read the network's input. */
  public static final String INPUT = "input";

  /**
   * The name under which nodes read the time of each sample, a vector {@code [n]}: networks that
   * guess noise are told how much of it there is.
   */
  public static final String TIME = "time";

  /** A graph that takes whole batches. */
  public Graph(List<Node> nodes) {
    this(nodes, false);
  }

  /** Copies, and checks names and order. */
  public Graph {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new BadInputException("a network needs at least one node");
    }
    Set<String> known = new HashSet<>(Set.of(INPUT, TIME));
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!known.contains(input)) {
          throw new BadInputException(
              "node '" + node.name() + "' reads '" + input + "', which does not come before it");
        }
      }
      if (!known.add(node.name())) {
        throw new BadInputException("two nodes are called '" + node.name() + "'");
      }
    }
  }

  /**
   * One step of the computation.
   *
   * @param name unique; the prefix of the names of its weights
   * @param operator what is computed
   * @param inputs names of the nodes that it reads, or {@value #INPUT}, or {@value #TIME}
   */
  public record Node(String name, Operator operator, List<String> inputs) {
    /** Copies. */
    public Node {
      inputs = List.copyOf(inputs);
    }
  }

  /** Whether two evaluations with other draws may differ. */
  @JsonIgnore
  public boolean isRandom() {
    return nodes.stream().anyMatch(node -> node.operator().random());
  }

  /** Whether it reads the time of each sample. */
  @JsonIgnore
  public boolean isTimed() {
    return nodes.stream().anyMatch(node -> node.inputs().contains(TIME));
  }

  /** A builder that appends nodes one after another. */
  public static Builder builder() {
    return new Builder();
  }

  /** Appends nodes; each method gives the name of the node, for those that read it. */
  public static final class Builder {
    private final List<Node> nodes = new ArrayList<>();
    private String last = INPUT;

    private Builder() {}

    /** Appends a node that reads the node before it. */
    public Builder then(String name, Operator operator) {
      add(name, operator, last);
      return this;
    }

    /** Appends a node that reads the named ones, and gives its name. */
    public String add(String name, Operator operator, String... inputs) {
      nodes.add(new Node(name, operator, List.of(inputs)));
      last = name;
      return name;
    }

    /** The name of the node appended last, or {@value Graph#INPUT}. */
    public String last() {
      return last;
    }

    /** The graph. */
    public Graph build() {
      return new Graph(nodes);
    }
  }
}
