package dev.redoubt.nn.operator;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Size;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * An example of every operator, with the inputs that it takes besides the network's, which is
 * {@code [n, 4, 6, 6]}.
 *
 * @param reads from the network's input to what the operator reads, in order; the network's input
 *     stands wherever it is read
 * @param smooth whether there is a gradient that is not zero everywhere
 */
record OperatorCases(Operator operator, Function<Tensor, List<Tensor>> reads, boolean smooth) {
  private static OperatorCases one(Operator operator) {
    return new OperatorCases(operator, List::of, true);
  }

  private static OperatorCases two(Operator operator) {
    return new OperatorCases(operator, x -> List.of(x, second(x)), true);
  }

  private static OperatorCases flat(Operator operator) {
    return new OperatorCases(operator, List::of, false);
  }

  private static OperatorCases of(
      Operator operator, boolean smooth, Function<Tensor, List<Tensor>> inputs) {
    return new OperatorCases(operator, inputs, smooth);
  }

  /** Positive, and broadcast to the input. */
  private static Tensor second(Tensor x) {
    return Operators.between(.3, 1.7, 4, 1, 6).like(x);
  }

  private static Tensor truths() {
    return Operators.truths(4, 1, 6);
  }

  private static Tensor integers() {
    return Tensors.ofLongs(1, 2, 3);
  }

  static Stream<OperatorCases> all() {
    return Stream.of(arithmetic(), functions(), layers(), shapes(), reductions(), sources())
        .flatMap(List::stream);
  }

  private static List<OperatorCases> arithmetic() {
    List<OperatorCases> cases =
        new ArrayList<>(
            List.of(
                two(new Add()),
                two(new Subtract()),
                two(new Multiply()),
                two(new Divide()),
                of(new Divide(), true, x -> List.of(second(x), x.times(x).plus(1))),
                of(new Power(), true, x -> List.of(second(x), x)),
                of(new Power(), true, x -> List.of(x, Tensors.ofLongs(3))),
                two(new Minimum()),
                two(new Maximum()),
                two(new MatMul()).with(x -> List.of(x, Layout.transpose(x, 2, 3))),
                two(new PRelu()),
                of(new PRelu(), true, x -> List.of(second(x).minus(1), x)),
                of(new Where(), true, x -> List.of(truths(), x, second(x))),
                of(new Not(), false, x -> List.of(truths())),
                of(new Power(), false, x -> List.of(integers(), integers())),
                of(new Divide(), false, x -> List.of(integers(), integers())),
                of(new Einsum("nchw,nchv->nwv"), true, x -> List.of(x, x))));
    for (Compare.Relation relation : Compare.Relation.values()) {
      cases.add(two(new Compare(relation)).jumping());
    }
    for (Logic.Connective connective : Logic.Connective.values()) {
      cases.add(of(new Logic(connective), false, x -> List.of(truths(), truths())));
    }
    return cases;
  }

  private OperatorCases with(Function<Tensor, List<Tensor>> inputs) {
    return new OperatorCases(operator, inputs, smooth);
  }

  private OperatorCases jumping() {
    return new OperatorCases(operator, reads, false);
  }

  private static List<OperatorCases> functions() {
    List<OperatorCases> cases =
        new ArrayList<>(
            List.of(
                one(new Relu()),
                one(new Silu()),
                one(new LeakyRelu(.2)),
                one(new Elu(.7)),
                one(new Celu(.7)),
                one(new Selu(1.7, 1.1)),
                one(new HardSigmoid(.3, .4)),
                one(new Gelu(false)),
                one(new Gelu(true)),
                one(new Clip(-.3, Double.POSITIVE_INFINITY)),
                one(new Softmax(1)),
                one(new LogSoftmax(3))));
    for (Pointwise.Function function : Pointwise.Function.values()) {
      OperatorCases example = one(new Pointwise(function));
      cases.add(
          switch (function) {
            case SQRT, LOG, RECIPROCAL -> example.with(x -> List.of(x.times(x).plus(.1)));
            case ROUND, FLOOR, CEIL, SIGN -> example.jumping();
            default -> example;
          });
    }
    return cases;
  }

  private static List<OperatorCases> layers() {
    Size one = Size.of(1);
    return List.of(
        one(Conv2d.square(4, 3, 3, 2, 1)),
        one(new ConvTranspose2d(4, 6, Size.of(3), Size.of(2), one, one, Size.of(1), 2, true)),
        one(new BatchNorm(4)),
        one(new InstanceNorm(4, 1e-5)),
        one(new GroupNorm(2, 4, 1e-5)),
        one(new LayerNorm(List.of(6, 6), 1e-5)),
        one(new Normalize(List.of(.5), List.of(.2))),
        one(new Linear(6, 5)),
        one(new Sinusoid(6)).with(x -> List.of(Reductions.sumPerSample(x))),
        one(MaxPool2d.square(2)),
        one(AvgPool2d.square(2)),
        one(new GlobalAvgPool()),
        one(new GlobalMaxPool()));
  }

  private static List<OperatorCases> shapes() {
    List<OperatorCases> cases =
        new ArrayList<>(
            List.of(
                one(new Flatten()),
                two(new Concat(2)).with(x -> List.of(x, x.times(2))),
                one(new Reshape(List.of(-1L, 2L, 72L))),
                one(new Permute(List.of(0, 3, 1, 2))),
                one(new Slice(2, 1, 100, 2)),
                one(new Slice(3, -1, -100, -2)),
                of(new Gather(1), true, x -> List.of(x, Tensors.ofLongs(0, -1, 0))),
                of(
                    new Expand(
                        List.of(
                            new Extent(1, true),
                            new Extent(5, false),
                            new Extent(1, false),
                            new Extent(1, false))),
                    true,
                    x -> List.of(Layout.reshape(x, x.size(0), 1, 12, 12), x)),
                one(new Tile(List.of(1L, 2L, 1L, 1L))),
                one(new Upsample(3)),
                of(
                        new OneHot(5, 1),
                        true,
                        x -> List.of(Tensors.ofLongs(1, 2), Tensors.zeros(x.dtype(), 2)))
                    .jumping(),
                of(new Cast(Cast.Target.FLOATING), true, x -> List.of(x, x)),
                of(new Cast(Cast.Target.INTEGER), false, x -> List.of(x, x)),
                of(new Cast(Cast.Target.BOOLEAN), false, x -> List.of(x, x))));
    for (Pad.Border border : Pad.Border.values()) {
      cases.add(one(new Pad(List.of(0L, 0L, 2L, -1L), List.of(0L, 1L, 1L, 3L), border, .5)));
    }
    for (Resampling.Kind kind : Resampling.Kind.values()) {
      Resampling resampling =
          new Resampling(
              kind,
              Resampling.Coordinates.HALF_PIXEL,
              Resampling.Rounding.ROUND_PREFER_FLOOR,
              -.75,
              false,
              kind == Resampling.Kind.LINEAR);
      cases.add(one(new Resize(2, 4, 4 / 6., resampling)));
    }
    return cases;
  }

  private static List<OperatorCases> reductions() {
    List<OperatorCases> cases =
        new ArrayList<>(
            List.of(
                flat(new ArgMax(1, false, false)),
                flat(new ArgMax(2, true, true)),
                one(new TopK(3, 2, true, TopK.Part.VALUES)),
                flat(new TopK(3, 2, false, TopK.Part.INDICES)),
                one(new CumSum(2, true, true)),
                one(new CumSum(3, false, false))));
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      OperatorCases example = one(new Reduce(kind, List.of(1, 3), kind == Reduce.Kind.MEAN));
      cases.add(
          kind == Reduce.Kind.LOG_SUM ? example.with(x -> List.of(x.times(x).plus(.1))) : example);
    }
    return cases;
  }

  private static List<OperatorCases> sources() {
    List<Extent> shape = List.of(new Extent(2, true), new Extent(3, false));
    return List.of(
        of(new Constant(List.of(2L, 3L)), false, x -> List.of()),
        of(new IntConstant(List.of(2L), List.of(-1L, 1L << 60)), false, x -> List.of()),
        flat(new RandomNormal(shape, .5, 2)),
        flat(new RandomUniform(shape, -1, 3)));
  }

  /** The inputs for a batch. */
  List<Tensor> inputs(long samples, DType type) {
    return reads.apply(Operators.floats(samples, 4, 6, 6).to(type));
  }

  @Override
  public String toString() {
    return operator.toString();
  }
}
