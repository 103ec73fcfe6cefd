package dev.redoubt.model.onnx;

import static dev.redoubt.model.onnx.ExportCase.cast;
import static dev.redoubt.model.onnx.ExportCase.constant;
import static dev.redoubt.model.onnx.ExportCase.floats;
import static dev.redoubt.model.onnx.ExportCase.integers;

import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Size;
import dev.redoubt.nn.operator.Add;
import dev.redoubt.nn.operator.ArgMax;
import dev.redoubt.nn.operator.AvgPool2d;
import dev.redoubt.nn.operator.BatchNorm;
import dev.redoubt.nn.operator.Cast;
import dev.redoubt.nn.operator.Celu;
import dev.redoubt.nn.operator.Clip;
import dev.redoubt.nn.operator.Compare;
import dev.redoubt.nn.operator.Concat;
import dev.redoubt.nn.operator.Conv2d;
import dev.redoubt.nn.operator.ConvTranspose2d;
import dev.redoubt.nn.operator.CumSum;
import dev.redoubt.nn.operator.Divide;
import dev.redoubt.nn.operator.Einsum;
import dev.redoubt.nn.operator.Elu;
import dev.redoubt.nn.operator.Expand;
import dev.redoubt.nn.operator.Extent;
import dev.redoubt.nn.operator.Flatten;
import dev.redoubt.nn.operator.Gather;
import dev.redoubt.nn.operator.Gelu;
import dev.redoubt.nn.operator.GlobalAvgPool;
import dev.redoubt.nn.operator.GlobalMaxPool;
import dev.redoubt.nn.operator.GroupNorm;
import dev.redoubt.nn.operator.HardSigmoid;
import dev.redoubt.nn.operator.InstanceNorm;
import dev.redoubt.nn.operator.IntConstant;
import dev.redoubt.nn.operator.LayerNorm;
import dev.redoubt.nn.operator.LeakyRelu;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.nn.operator.LogSoftmax;
import dev.redoubt.nn.operator.Logic;
import dev.redoubt.nn.operator.MatMul;
import dev.redoubt.nn.operator.MaxPool2d;
import dev.redoubt.nn.operator.Maximum;
import dev.redoubt.nn.operator.Minimum;
import dev.redoubt.nn.operator.Multiply;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.nn.operator.Not;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.nn.operator.PRelu;
import dev.redoubt.nn.operator.Pad;
import dev.redoubt.nn.operator.Permute;
import dev.redoubt.nn.operator.Pointwise;
import dev.redoubt.nn.operator.Power;
import dev.redoubt.nn.operator.Reduce;
import dev.redoubt.nn.operator.Relu;
import dev.redoubt.nn.operator.Resampling;
import dev.redoubt.nn.operator.Reshape;
import dev.redoubt.nn.operator.Resize;
import dev.redoubt.nn.operator.Selu;
import dev.redoubt.nn.operator.Silu;
import dev.redoubt.nn.operator.Sinusoid;
import dev.redoubt.nn.operator.Slice;
import dev.redoubt.nn.operator.Softmax;
import dev.redoubt.nn.operator.Subtract;
import dev.redoubt.nn.operator.Tile;
import dev.redoubt.nn.operator.TopK;
import dev.redoubt.nn.operator.Upsample;
import dev.redoubt.nn.operator.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The graphs with which exports are tried, one or more for each operator. */
final class ExportCases {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final String X = Graph.INPUT;

  private ExportCases() {}

  static List<ExportCase> all() {
    List<ExportCase> cases = new ArrayList<>();
    activations(cases);
    arithmetic(cases);
    layers(cases);
    borders(cases);
    pooling(cases);
    reductions(cases);
    resizing(cases);
    selections(cases);
    shapes(cases);
    return cases;
  }

  private static void activations(List<ExportCase> cases) {
    for (Pointwise.Function function : Pointwise.Function.values()) {
      ExportCase one = ExportCase.of(new Pointwise(function));
      boolean positive =
          List.of(Pointwise.Function.LOG, Pointwise.Function.SQRT, Pointwise.Function.RECIPROCAL)
              .contains(function);
      one = positive ? one.onPositives() : one;
      cases.add(function == Pointwise.Function.MISH ? one.spelledOut() : one);
    }
    Stream.of(
            new Relu(),
            new LeakyRelu(0.2),
            new Elu(1.3),
            new Celu(0.7),
            new Selu(1.67, 1.05),
            new HardSigmoid(0.25, 0.4),
            new Softmax(1),
            new Softmax(3),
            new LogSoftmax(2),
            new Clip(-0.5, 0.7),
            new Clip(-INF, 0.3),
            new Clip(0.1, INF),
            new Clip(0.5, -0.5))
        .forEach(operator -> cases.add(ExportCase.of(operator)));
    Stream.of(new Silu(), new Gelu(false), new Gelu(true), new Clip(-INF, INF))
        .forEach(operator -> cases.add(ExportCase.of(operator).spelledOut()));
    cases.add(ExportCase.of("PRelu", b -> b.add("op", new PRelu(), X, constant(b, 4L, 1L, 1L))));
    cases.add(
        ExportCase.of(
                "PRelu of a larger slope",
                b -> {
                  String mean = b.then("mean", new GlobalAvgPool()).last();
                  b.add("op", new PRelu(), mean, constant(b, 6L, 5L));
                })
            .spelledOut());
    cases.add(
        ExportCase.of(
                "Clip of integers",
                b -> {
                  integers(b);
                  b.then("op", new Clip(-3.5, 7.5));
                  floats(b);
                })
            .spelledOut());
  }

  private static void arithmetic(List<ExportCase> cases) {
    Stream.of(new Add(), new Subtract(), new Multiply(), new Divide(), new Maximum(), new Minimum())
        .forEach(
            operator -> {
              cases.add(
                  ExportCase.of(
                      operator + " of a constant",
                      b -> b.add("op", operator, X, constant(b, 4L, 1L, 5L))));
              cases.add(
                  ExportCase.of(
                      operator + " of two",
                      b -> {
                        String other = b.then("exp", new Pointwise(Pointwise.Function.EXP)).last();
                        b.add("op", operator, X, other);
                      }));
              cases.add(
                  ExportCase.of(
                      operator + " of integers",
                      b -> {
                        String whole = integers(b);
                        String three =
                            b.add(
                                "three",
                                new IntConstant(List.of(5L), List.of(3L, -3L, 7L, 1L, 2L)));
                        b.add("op", operator, whole, three);
                        floats(b);
                      }));
            });
    cases.add(
        ExportCase.of(
                "Add of a float to an integer",
                b -> {
                  b.add(
                      "op", new Add(), X, b.add("three", new IntConstant(List.of(), List.of(3L))));
                })
            .spelledOut());
    cases.add(
        ExportCase.of("Power", b -> b.add("op", new Power(), X, constant(b, 5L))).onPositives());
    cases.add(
        ExportCase.of(
            "Power of integers",
            b -> {
              b.add(
                  "op",
                  new Power(),
                  integers(b),
                  b.add("two", new IntConstant(List.of(), List.of(2L))));
              floats(b);
            }));
    for (Compare.Relation relation : Compare.Relation.values()) {
      cases.add(
          ExportCase.of(
              "Compare " + relation,
              b -> {
                String relu = b.then("relu", new Relu()).last();
                b.add("op", new Compare(relation), X, relu);
                floats(b);
              }));
    }
    for (Logic.Connective connective : Logic.Connective.values()) {
      cases.add(
          ExportCase.of(
              "Logic " + connective,
              b -> {
                String one = b.add("one", new Compare(Compare.Relation.LESS), X, constant(b, 5L));
                String two =
                    b.add("two", new Compare(Compare.Relation.LESS), X, constant(b, 6L, 5L));
                b.add("op", new Logic(connective), one, two);
                b.then("not", new Not());
                floats(b);
              }));
    }
    cases.add(
        ExportCase.of(
            "Where",
            b -> {
              String less = b.add("less", new Compare(Compare.Relation.LESS), X, constant(b, 5L));
              b.add("op", new Where(), less, X, constant(b, 4L, 1L, 1L));
            }));
    cases.add(
        ExportCase.of(
                "Where of truth values",
                b -> {
                  String less =
                      b.add("less", new Compare(Compare.Relation.LESS), X, constant(b, 5L));
                  String more =
                      b.add("more", new Compare(Compare.Relation.GREATER), X, constant(b, 6L, 5L));
                  b.add("op", new Where(), less, more, less);
                  floats(b);
                })
            .spelledOut());
  }

  private static void layers(List<ExportCase> cases) {
    Stream.of(
            Conv2d.square(4, 3, 3, 1, 1),
            Conv2d.square(4, 3, 2, 2, 0, false),
            new Conv2d(
                4, 6, new Size(3, 2), new Size(1, 2), new Size(2, 0), new Size(2, 1), 2, true),
            new ConvTranspose2d(
                4,
                6,
                new Size(3, 2),
                new Size(2, 3),
                new Size(1, 0),
                new Size(1, 2),
                Size.of(1),
                2,
                true),
            new ConvTranspose2d(
                4, 3, Size.of(3), Size.of(2), Size.of(1), Size.of(0), Size.of(2), 1, false),
            new Linear(5, 3, true),
            new Linear(5, 3, false),
            new BatchNorm(4),
            new BatchNorm(4, 0.03, 1e-3),
            new InstanceNorm(4, 1e-4),
            new LayerNorm(List.of(5), 1e-5),
            new LayerNorm(List.of(6, 5), 1e-4))
        .forEach(operator -> cases.add(ExportCase.of(operator)));
    Stream.of(
            new GroupNorm(2, 4, 1e-4),
            new Normalize(List.of(0.4), List.of(0.3)),
            new Normalize(List.of(0.4, 0.3, 0.2, 0.1), List.of(0.3, 0.5, 0.2, 0.1)))
        .forEach(operator -> cases.add(ExportCase.of(operator).spelledOut()));
    cases.add(
        ExportCase.of(
                "Sinusoid",
                b ->
                    b.then("sum", new Reduce(Reduce.Kind.SUM, List.of(1, 2, 3), false))
                        .then("op", new Sinusoid(10)))
            .spelledOut());
    cases.add(
        ExportCase.of(
            "Linear of rows",
            b -> b.then("flatten", new Flatten()).then("op", new Linear(120, 7))));
    cases.add(
        ExportCase.of(
            "Linear of rows without bias",
            b -> b.then("flatten", new Flatten()).then("op", new Linear(120, 7, false))));
    cases.add(
        ExportCase.of(
            "MatMul",
            b -> {
              String turned = b.then("turned", new Permute(List.of(0, 1, 3, 2))).last();
              b.add("op", new MatMul(), X, turned);
            }));
    cases.add(
        ExportCase.of("MatMul with a vector", b -> b.add("op", new MatMul(), X, constant(b, 5L))));
    cases.add(ExportCase.of("Einsum", b -> b.add("op", new Einsum("nchw,nchv->ncwv"), X, X)));
  }

  private static void borders(List<ExportCase> cases) {
    List<Long> before = List.of(0L, 1L, 2L, 0L);
    List<Long> after = List.of(0L, 0L, 1L, 3L);
    for (Pad.Border border : Pad.Border.values()) {
      ExportCase one = ExportCase.of(new Pad(before, after, border, 0.5));
      cases.add(border == Pad.Border.CONSTANT ? one : one.spelledOut());
    }
    cases.add(
        ExportCase.of(
            new Pad(List.of(0L, 0L, -1L, 1L), List.of(0L, 0L, 0L, -2L), Pad.Border.CONSTANT, 0)));
    cases.add(
        ExportCase.of(
                new Pad(List.of(0L, 0L, -2L, 2L), List.of(0L, 0L, 2L, -1L), Pad.Border.EDGE, 0))
            .spelledOut());
    cases.add(
        ExportCase.of(
                new Pad(List.of(0L, 0L, 7L, 0L), List.of(0L, 0L, 0L, 11L), Pad.Border.REFLECT, 0))
            .spelledOut());
    cases.add(
        ExportCase.of(
            "Pad of integers",
            b -> {
              integers(b);
              b.then("op", new Pad(before, after, Pad.Border.CONSTANT, 4));
              floats(b);
            }));
  }

  private static void pooling(List<ExportCase> cases) {
    cases.add(ExportCase.of(new GlobalAvgPool()));
    cases.add(ExportCase.of(new GlobalMaxPool()));
    for (boolean ceil : new boolean[] {false, true}) {
      for (int padding = 0; padding < 2; padding++) {
        for (int stride = 1; stride < 4; stride++) {
          Size pad = Size.of(padding);
          Size step = new Size(stride, 3);
          cases.add(
              ExportCase.of(new MaxPool2d(Size.of(3), step, pad, Size.of(1), ceil)).spelledOut());
          for (boolean count : new boolean[] {false, true}) {
            cases.add(
                ExportCase.of(new AvgPool2d(new Size(3, 2), step, pad, ceil, count)).spelledOut());
          }
        }
      }
    }
    cases.add(ExportCase.of(new MaxPool2d(Size.of(2), Size.of(2), Size.of(1), Size.of(2), false)));
    cases.add(ExportCase.of(new MaxPool2d(Size.of(3), Size.of(2), Size.of(1), Size.of(1), true)));
    cases.add(ExportCase.of(new AvgPool2d(Size.of(3), Size.of(2), Size.of(1), false, false)));
    cases.add(ExportCase.of(AvgPool2d.square(2)));
    cases.add(
        ExportCase.of(
                "pooling of pixels",
                b ->
                    b.then("one", new GlobalAvgPool())
                        .then("two", new Flatten())
                        .then("op", new GlobalMaxPool()))
            .spelledOut());
  }

  private static void reductions(List<ExportCase> cases) {
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      cases.add(ExportCase.of(new Reduce(kind, List.of(1, 3), false)).onPositives());
      cases.add(ExportCase.of(new Reduce(kind, List.of(2), true)).onPositives());
      cases.add(
          ExportCase.of(
                  kind + " of integers",
                  b -> {
                    integers(b);
                    b.then("op", new Reduce(kind, List.of(2), false));
                    floats(b);
                  })
              .onPositives()
              .spelledOut());
    }
  }

  private static void resizing(List<ExportCase> cases) {
    cases.add(ExportCase.of(new Upsample(1)).spelledOut());
    cases.add(ExportCase.of(new Upsample(3)).spelledOut());
    for (Resampling.Kind kind : Resampling.Kind.values()) {
      for (Resampling.Coordinates coordinates : Resampling.Coordinates.values()) {
        for (int length : new int[] {3, 9, 12}) {
          Resampling way =
              new Resampling(kind, coordinates, Resampling.Rounding.FLOOR, -0.75, false, false);
          ExportCase one = ExportCase.of(new Resize(2, length, length / 6.0, way));
          cases.add(
              coordinates == Resampling.Coordinates.HALF_PIXEL_SYMMETRIC ? one.spelledOut() : one);
        }
      }
      for (boolean outside : new boolean[] {false, true}) {
        Resampling way =
            new Resampling(
                kind,
                Resampling.Coordinates.HALF_PIXEL,
                Resampling.Rounding.ROUND_PREFER_CEIL,
                -0.5,
                outside,
                !outside);
        cases.add(ExportCase.of(new Resize(3, 2, 0.4, way)).spelledOut());
        cases.add(ExportCase.of(new Resize(1, 7, 1.75, way)).spelledOut());
      }
    }
  }

  private static void selections(List<ExportCase> cases) {
    cases.add(
        ExportCase.of(
            "Concat", b -> b.add("op", new Concat(2), X, b.then("relu", new Relu()).last())));
    cases.add(
        ExportCase.of(
            "Gather",
            b -> {
              String places =
                  b.add("places", new IntConstant(List.of(2L, 2L), List.of(3L, 0L, -1L, 1L)));
              b.add("op", new Gather(3), X, places);
            }));
    cases.add(
        ExportCase.of(
            "Gather at computed places",
            b -> {
              String places = b.then("place", new ArgMax(2, false, false)).last();
              b.add("op", new Gather(0), constant(b, 6L, 3L), places);
            }));
    cases.add(ExportCase.of(new Slice(2, 1, 5, 2)));
    cases.add(ExportCase.of(new Slice(3, -1, -100, -2)));
    cases.add(ExportCase.of(new Slice(1, -3, Long.MAX_VALUE, 1)));
    for (boolean flag : new boolean[] {false, true}) {
      cases.add(
          ExportCase.of(
              "ArgMax " + flag,
              b -> {
                b.then("round", new Pointwise(Pointwise.Function.ROUND));
                b.then("op", new ArgMax(3, flag, flag));
                floats(b);
              }));
      cases.add(
          ExportCase.of(
              "TopK values " + flag, b -> b.then("op", new TopK(2, 2, flag, TopK.Part.VALUES))));
      cases.add(
          ExportCase.of(
              "TopK indices " + flag,
              b -> {
                b.then("round", new Pointwise(Pointwise.Function.ROUND));
                b.then("op", new TopK(3, 3, flag, TopK.Part.INDICES));
                floats(b);
              }));
      cases.add(ExportCase.of(new CumSum(2, flag, !flag)));
      cases.add(ExportCase.of(new CumSum(3, flag, flag)));
    }
    cases.add(
        ExportCase.of(
            "OneHot",
            b -> {
              String places = b.then("place", new ArgMax(2, false, false)).last();
              b.add("op", new OneHot(5, 1), places, constant(b, 2L));
            }));
    cases.add(
        ExportCase.of(
            "OneHot of integers",
            b -> {
              String values = b.add("values", new IntConstant(List.of(2L), List.of(-1L, 4L)));
              b.add("op", new OneHot(5, 4), integers(b), values);
              floats(b);
            }));
  }

  private static void shapes(List<ExportCase> cases) {
    cases.add(ExportCase.of(new Flatten()));
    cases.add(ExportCase.of(new Reshape(List.of(-1L, 5L, 24L))));
    cases.add(ExportCase.of(new Permute(List.of(0, 3, 1, 2))));
    cases.add(ExportCase.of(new Tile(List.of(1L, 2L, 1L, 3L))));
    cases.add(ExportCase.of(new Tile(List.of(2L, 1L))).spelledOut());
    cases.add(
        ExportCase.of(
            "Expand",
            b -> {
              String mean = b.then("mean", new GlobalAvgPool()).last();
              List<Extent> shape = List.of(new Extent(3, false), new Extent(1, false));
              b.add("op", new Expand(shape), mean, X);
            }));
    cases.add(
        ExportCase.of(
            "Expand along the batch",
            b -> {
              List<Extent> shape =
                  List.of(
                      new Extent(1, true),
                      new Extent(2, false),
                      new Extent(6, false),
                      new Extent(5, false));
              String rows = b.add("rows", new Expand(shape), constant(b, 1L, 2L, 6L, 5L), X);
              b.add("op", new Concat(1), X, rows);
            }));
    cases.add(
        ExportCase.of(
                "Expand along a multiple of the batch",
                b -> {
                  List<Extent> shape = List.of(new Extent(4, true), new Extent(30, false));
                  String rows = b.add("rows", new Expand(shape), constant(b, 30L), X);
                  String flat = b.add("flat", new Reshape(List.of(-1L, 30L)), X);
                  b.add("sum", new Add(), flat, rows);
                  b.then("back", new Reshape(List.of(-1L, 4L, 30L)));
                })
            .spelledOut());
    cases.add(
        ExportCase.of(
            "Cast",
            b -> {
              integers(b);
              cast(b, "truth", Cast.Target.BOOLEAN, b.last());
              floats(b);
            }));
  }
}
