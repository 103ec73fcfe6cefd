package dev.redoubt.model.spec;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Linf;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network under a specification as a classifier, so that every attack looks for counterexamples.
 * It has the cases of a specification that share an input box.
 *
 * <p>Its inputs are coordinates of the box, in [0, 1]: 0 is the lower bound of an input, 1 the
 * upper one. Class 0 means that the specification holds and has the logit 0; class j means that
 * case j is violated and has the least slack of its conditions as its logit. So any class but 0 is
 * a counterexample; on a tie the answer is 0, although a slack of 0 is a violation too. The sample
 * is the middle of the box with the label 0, the threat {@link #THREAT} is exactly the box.
 */
public final class SpecificationModel implements GradientModel, DoublePrecision {
  /** From the middle to everywhere in the box. */
  public static final ThreatModel THREAT = new ThreatModel(new Linf(), 0.5);

  private final GradientModel network;
  private final List<UnsafeCase> cases;
  private final BoxCoordinates coordinates;
  private final Slacks slacks;
  private final DType type;

  private SpecificationModel(
      GradientModel network, List<UnsafeCase> cases, BoxCoordinates coordinates, DType type) {
    this.network = network;
    this.cases = List.copyOf(cases);
    this.coordinates = coordinates;
    this.slacks = Slacks.of(cases, network.classes(), type);
    this.type = type;
  }

  /**
   * One model for each distinct box of a specification.
   *
   * @param network its logits are the outputs Y; here alone it may have a single one
   * @throws BadInputException if inputs or outputs are not as many as the specification's, or a
   *     bound is too large for 32-bit numbers
   */
  public static List<SpecificationModel> of(GradientModel network, Specification specification) {
    int features = network.input().features();
    if (features != specification.inputs() || network.classes() != specification.outputs()) {
      throw new BadInputException(
          "model %s has %d inputs and %d outputs, but the specification %d and %d"
              .formatted(
                  network.name(),
                  features,
                  network.classes(),
                  specification.inputs(),
                  specification.outputs()));
    }
    List<SpecificationModel> models = new ArrayList<>();
    specification
        .byBox()
        .forEach(
            (box, cases) -> {
              BoxCoordinates coordinates = BoxCoordinates.of(box, network.input().shape());
              models.add(new SpecificationModel(network, cases, coordinates, DType.FLOAT32));
            });
    return models;
  }

  /**
   * The same classifier in other coordinates: those of the middle are the point at this level of
   * each interval, and most coordinates are near it. They reach the whole box as well, so that the
   * threat stays the same, but attacks start elsewhere: networks may be flat around the middle of a
   * box and not in its corners.
   *
   * @param level in (0, 1); about 0 for points near the lower bounds, about 1 for the upper ones
   */
  public SpecificationModel atLevel(double level) {
    return new SpecificationModel(network, cases, coordinates.atLevel(level), type);
  }

  /** The cases, one a class after class 0. */
  public List<UnsafeCase> cases() {
    return cases;
  }

  /** The middle of the box, with the label 0. */
  public Dataset middle() {
    float[] half = new float[network.input().features()];
    Arrays.fill(half, 0.5f);
    List<String> classes = new ArrayList<>(List.of("holds"));
    for (int i = 1; i < classes(); i++) {
      classes.add("case " + i);
    }
    DatasetInfo info = new DatasetInfo("middle of the box", "test", input(), classes);
    return FloatDataset.of(info, new int[1], half);
  }

  /**
   * The network's input for one sample.
   *
   * @param u coordinates in [0, 1]
   * @return the input, 32-bit numbers
   */
  public float[] point(float[] u) {
    return Scope.value(() -> coordinates.points(Tensors.of(u, dims())).floats());
  }

  /**
   * The same input as the specification has it: in the box as written, without any tolerance. Where
   * no 32-bit number lies between two bounds, it differs from {@link #point} by what reading it as
   * 32 bits rounds away.
   */
  public double[] exactPoint(float[] u) {
    return coordinates.exact(point(u));
  }

  /**
   * The network's outputs for one sample.
   *
   * @param u coordinates in [0, 1]
   */
  public double[] outputs(float[] u) {
    Draws draws = new Draws(0, new long[1], "specification");
    return Scope.value(
        () -> network.logits(coordinates.points(Tensors.of(u, dims())), draws).doubles());
  }

  /**
   * Whether 64-bit arithmetic finds no violation at one sample. Never for networks that can't be
   * run in it.
   *
   * @param u coordinates in [0, 1]
   */
  public boolean isFragile(float[] u) {
    Draws draws = new Draws(0, new long[1], "specification");
    return Scope.value(
        () ->
            inDoublePrecision()
                .map(twin -> twin.predict(Tensors.of(u, dims()), draws).ints()[0] == 0)
                .orElse(false));
  }

  /**
   * What one sample is to the specification; whether it violates it is for the caller to ask.
   *
   * @param u coordinates in [0, 1]
   * @param attack what found it
   */
  public Counterexample counterexample(float[] u, String attack) {
    return new Counterexample(exactPoint(u), outputs(u), attack, isFragile(u));
  }

  private long[] dims() {
    List<Integer> shape = network.input().shape();
    long[] dims = new long[shape.size() + 1];
    dims[0] = 1;
    for (int i = 1; i < dims.length; i++) {
      dims[i] = shape.get(i - 1);
    }
    return dims;
  }

  @Override
  public String name() {
    return network.name();
  }

  /** The network's shape; coordinates in [0, 1]. */
  @Override
  public InputSpec input() {
    return new InputSpec(network.input().shape(), 0, 1);
  }

  @Override
  public int classes() {
    return slacks.classes();
  }

  @Override
  public Declaration declares() {
    return network.declares();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Scope.tensors(
        () ->
            Autograd.noGrad(
                () -> slacks.logits(network.logits(coordinates.points(x).to(type), draws))));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return slacks.logits(network.logitsOnTape(coordinates.points(x).to(type), draws));
  }

  /** At the same points, which are 32-bit numbers; the network and the slacks in fp64. */
  @Override
  public Optional<? extends LabelModel> inDoublePrecision() {
    return network instanceof DoublePrecision single
        ? single
            .inDoublePrecision()
            .filter(GradientModel.class::isInstance)
            .map(
                twin ->
                    new SpecificationModel((GradientModel) twin, cases, coordinates, DType.FLOAT64))
        : Optional.empty();
  }
}
