package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.InputAdapter;
import dev.redoubt.model.weights.Rename;
import dev.redoubt.nn.operator.Normalize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user says of a model that its file does not.
 *
 * @param arch the architecture that weights alone belong to
 * @param shape one sample's shape for attacks and data
 * @param range the smallest and the largest value of an input, for attacks and data
 * @param normalize applied before the model
 * @param channelsLast whether the model takes images as {@code [height, width, channels]}
 * @param classes the number of classes
 * @param renames names of weights in the file and in the architecture
 * @param settings settings of models behind a scheme, by name
 * @param data what the data look like that the model is to be asked about; the user has not said it
 * @param defence what stands around the model; empty for what its file says
 */
public record ModelOptions(
    Optional<String> arch,
    Optional<List<Integer>> shape,
    Optional<Range> range,
    Optional<Normalize> normalize,
    boolean channelsLast,
    Optional<Integer> classes,
    List<Rename> renames,
    Map<String, String> settings,
    Optional<InputSpec> data,
    Optional<Defence> defence) {
  private static final Pattern NORMALIZE = Pattern.compile("mean=([^=]+),std=([^=]+)");

  /** The most values that one sample may have. */
  private static final long LARGEST = 1L << 27;

  /** Nothing said. */
  public static final ModelOptions NONE =
      new ModelOptions(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          List.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  /** Copies. */
  public ModelOptions {
    renames = List.copyOf(renames);
    settings = Collections.unmodifiableMap(new TreeMap<>(settings)); // digests want an order
  }

  /** What is said of a model without a defence of which the user speaks. */
  public ModelOptions(
      Optional<String> arch,
      Optional<List<Integer>> shape,
      Optional<Range> range,
      Optional<Normalize> normalize,
      boolean channelsLast,
      Optional<Integer> classes,
      List<Rename> renames,
      Map<String, String> settings,
      Optional<InputSpec> data) {
    this(
        arch,
        shape,
        range,
        normalize,
        channelsLast,
        classes,
        renames,
        settings,
        data,
        Optional.empty());
  }

  /** Values between which inputs lie. */
  public record Range(double low, double high) {
    static Range of(InputSpec input) {
      return new Range(input.low(), input.high());
    }
  }

  /** The same, knowing the data that the model is to be asked about. */
  public ModelOptions forData(Dataset dataset) {
    return new ModelOptions(
        arch,
        shape,
        range,
        normalize,
        channelsLast,
        classes.or(() -> Optional.of(dataset.classes().size()).filter(count -> count >= 2)),
        renames,
        settings,
        Optional.of(dataset.input()),
        defence);
  }

  /** The same with other settings of models behind a scheme. */
  public ModelOptions withSettings(Map<String, String> others) {
    return new ModelOptions(
        arch, shape, range, normalize, channelsLast, classes, renames, others, data, defence);
  }

  /** The same with a defence around the model. */
  public ModelOptions behind(Optional<Defence> other) {
    return with(data, other);
  }

  /** The same for a classifier that is given something else than the data. */
  ModelOptions given(InputSpec inner) {
    return with(Optional.of(inner), defence);
  }

  private ModelOptions with(Optional<InputSpec> inputs, Optional<Defence> other) {
    return new ModelOptions(
        arch, shape, range, normalize, channelsLast, classes, renames, settings, inputs, other);
  }

  /** The input for attacks: the range as said, or as in the data, or [0, 1]. */
  InputSpec input(List<Integer> outer) {
    return input(outer, data.map(Range::of).orElse(new Range(0, 1)));
  }

  /** The same for a model that knows its range. */
  InputSpec input(List<Integer> outer, Range own) {
    Range chosen = range.orElse(own);
    return new InputSpec(outer, chosen.low(), chosen.high());
  }

  /** The shape for attacks, for models that do not say theirs. */
  List<Integer> requireShape(String model) {
    return shape
        .or(() -> data.map(InputSpec::shape))
        .orElseThrow(
            () ->
                new BadInputException(
                    "model %s does not say the shape of its inputs: say it with --input-shape, such as 1,28,28"
                        .formatted(model)));
  }

  /** What weights alone belong to. */
  String requireArchitecture(Path file, List<String> names) {
    return arch.orElseThrow(
        () ->
            new BadInputException(
                "%s holds weights alone: say with --arch what they belong to (%s)"
                    .formatted(file, String.join(", ", names))));
  }

  /** A shape in the model's own order of dimensions, where it leaves lengths open. */
  Optional<List<Integer>> innerShape() {
    return shape.or(() -> data.map(InputSpec::shape)).map(outer -> inner(outer));
  }

  List<Integer> inner(List<Integer> outer) {
    return channelsLast && outer.size() == 3
        ? List.of(outer.get(1), outer.get(2), outer.get(0))
        : outer;
  }

  /**
   * The way from the data to a model of a known shape. Where the user says no shape and the data
   * differ from the model only in dimensions of length 1, or are flat on one side with a single
   * channel on the other, they are taken for the same values in the same order.
   *
   * @throws BadInputException if that leaves open what to do
   */
  InputAdapter adapter(String model, List<Integer> inner) {
    List<Integer> natural =
        channelsLast && inner.size() == 3
            ? List.of(inner.get(2), inner.get(0), inner.get(1))
            : inner;
    List<Integer> outer =
        data.map(InputSpec::shape)
            .filter(known -> product(known) == product(inner)) // if not, the evaluator says so
            .or(() -> shape.filter(said -> product(said) == product(inner)))
            .orElse(natural);
    if (shape.isEmpty() && !outer.equals(natural) && !isSameOrder(outer, inner)) {
      throw new BadInputException(
          "model %s takes inputs of shape %s, but the data have %s: say with --input-shape (and --layout nhwc, if it takes channels last) how they go together"
              .formatted(model, inner, outer));
    }
    requireSameLayout(model, outer, inner);
    return new InputAdapter(outer, inner, channelsLast, normalize);
  }

  /** Images are only reordered where the user says so. */
  private void requireSameLayout(String model, List<Integer> outer, List<Integer> inner) {
    List<Integer> arrives = inner(outer);
    if (arrives.size() == 3
        && inner.size() == 3
        && !withoutOnes(arrives).equals(withoutOnes(inner))) {
      throw new BadInputException(
          "model %s takes images of shape %s, but with --layout %s those of shape %s arrive as %s"
              .formatted(model, inner, channelsLast ? "nhwc" : "nchw", outer, arrives));
    }
  }

  private static List<Integer> withoutOnes(List<Integer> shape) {
    return shape.stream().filter(length -> length != 1).toList();
  }

  private static boolean isSameOrder(List<Integer> outer, List<Integer> inner) {
    List<Integer> outerLong = withoutOnes(outer);
    List<Integer> innerLong = withoutOnes(inner);
    boolean flat = outerLong.size() == 1 || innerLong.size() == 1;
    boolean single = outer.size() < 3 || outer.get(0) == 1;
    return outerLong.equals(innerLong) || (flat && single && product(outer) == product(inner));
  }

  private static long product(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Refuses what is meant for models behind a scheme. */
  void refuseSettings(String model) {
    if (!settings.isEmpty()) {
      throw new BadInputException(
          "--model-option is for black boxes, but model %s is a file".formatted(model));
    }
  }

  /** Refuses what is meant for weights alone. */
  void refuseArchitecture(Path file, ModelFormat format) {
    if (arch.isPresent() || !renames.isEmpty()) {
      throw new BadInputException(
          "--arch and --map are for weights alone, but %s is a model with its graph (%s)"
              .formatted(file, format.text()));
    }
  }

  /**
   * A shape from its text, such as {@code 3,32,32}.
   *
   * @throws BadInputException if it is no list of positive lengths
   */
  public static List<Integer> shape(String text) {
    List<Integer> shape = new ArrayList<>();
    for (String length : text.split("[,x]", -1)) {
      if (!length.strip().matches("[1-9]\\d{0,8}")) {
        throw new BadInputException(
            "input shape '" + text + "' is no list of lengths, expected one such as 3,32,32");
      }
      shape.add(Integer.parseInt(length.strip()));
    }
    if (shape.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) > LARGEST) {
      throw new BadInputException(
          "input shape '%s' has more than %d values".formatted(text, LARGEST));
    }
    return shape;
  }

  /**
   * A range from its text, such as {@code -1,1}.
   *
   * @throws BadInputException if it is none
   */
  public static Range range(String text) {
    List<Double> values = numbers(text);
    if (values.size() != 2 || !(values.get(0) < values.get(1))) {
      throw new BadInputException(
          "input range '" + text + "' is no range, expected the smallest and largest value: 0,1");
    }
    return new Range(values.get(0), values.get(1));
  }

  /**
   * A normalisation from its text, such as {@code mean=0.5,0.5,0.5,std=0.2,0.2,0.2}.
   *
   * @throws BadInputException if it is none
   */
  public static Normalize normalize(String text) {
    Matcher matcher = NORMALIZE.matcher(text.replace(" ", ""));
    List<Double> mean = matcher.matches() ? numbers(matcher.group(1)) : List.of();
    List<Double> std = matcher.matches() ? numbers(matcher.group(2)) : List.of();
    if (mean.isEmpty() || mean.size() != std.size() || std.stream().anyMatch(s -> !(s > 0))) {
      throw new BadInputException(
          "normalisation '%s' can't be read, expected one positive deviation for each mean, as in mean=0.485,0.456,0.406,std=0.229,0.224,0.225"
              .formatted(text));
    }
    return new Normalize(mean, std);
  }

  /** Finite numbers with commas between; none if one is something else. */
  private static List<Double> numbers(String text) {
    try {
      List<Double> values =
          Arrays.stream(text.split(",", -1)).map(String::strip).map(Double::valueOf).toList();
      return values.stream().allMatch(Double::isFinite) ? values : List.of();
    } catch (NumberFormatException e) {
      return List.of();
    }
  }
}
