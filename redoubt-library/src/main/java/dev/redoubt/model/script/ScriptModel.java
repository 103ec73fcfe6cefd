package dev.redoubt.model.script;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.DoublePrecision;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.ScriptModule;
import dev.redoubt.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A classifier from a TorchScript archive, in evaluation mode, with gradients to its input. Safe
 * from several threads. Of an archive that gives probabilities the logits are their logarithms.
 */
public final class ScriptModel implements GradientModel, DoublePrecision {
  private final String name;
  private final ScriptModule module;
  private final @Nullable ScriptModule precise;
  private final InputSpec input;
  private final int classes;
  private final ScriptFacts facts;

  private ScriptModel(
      String name,
      ScriptModule module,
      @Nullable ScriptModule precise,
      InputSpec input,
      int classes,
      ScriptFacts facts) {
    this.name = name;
    this.module = module;
    this.precise = precise;
    this.input = input;
    this.classes = classes;
    this.facts = facts;
  }

  /**
   * Opens an archive and tries it on inputs of the given shape.
   *
   * @param name what reports call it
   * @param input shape and range of one sample, which an archive does not tell
   * @throws BadInputException if the file is no intact TorchScript archive, fails on such inputs,
   *     or does not give {@code [n, classes]} for at least two classes
   */
  public static ScriptModel read(String name, Path file, InputSpec input, Device device) {
    ScriptArchive.check(file);
    try {
      ScriptModule module = ScriptModule.load(file);
      if (!device.equals(Device.CPU)) {
        module = module.to(device);
      }
      ScriptProbe probe = new ScriptProbe(module, input, device);
      int classes = probe.classes();
      ScriptModule precise = probe.precise().orElse(null);
      ScriptFacts facts =
          new ScriptFacts(
              module.parameterCount(),
              module.bufferCount(),
              module.schema(),
              probe.probabilities(),
              probe.random(),
              probe.fixedBatch(),
              precise != null);
      return new ScriptModel(name, module, precise, input, classes, facts);
    } catch (BadInputException e) {
      throw new BadInputException("model " + file + " can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InputSpec input() {
    return input;
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Declaration.Backward.Exact(), facts.random());
  }

  /** What is known of it. */
  public ScriptFacts facts() {
    return facts;
  }

  /**
   * Whether its outputs on probe inputs are probabilities; see {@link ScriptFacts#probabilities}.
   */
  public boolean probabilities() {
    return facts.probabilities();
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    return Autograd.noGrad(() -> logitsOnTape(x, draws));
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    return logits(x, module::forward);
  }

  /**
   * The logits in training mode, as far as the archive's code knows one, on the tape of what
   * records: the input, parameters. Not safe from several threads.
   */
  public Tensor logitsInTraining(Tensor x) {
    return logits(x, module::forwardInTraining);
  }

  private Tensor logits(Tensor x, UnaryOperator<Tensor> forward) {
    long[] expected = ScriptProbe.shape(x.rank() == 0 ? 1 : x.rows(), input);
    if (!Arrays.equals(x.shape(), expected)) {
      throw new BadInputException(
          "model %s takes inputs of the shape %s, not %s"
              .formatted(name, Arrays.toString(expected), Arrays.toString(x.shape())));
    }
    return Scope.tensors(
        () -> {
          Tensor outputs = checked(facts.fixedBatch() ? oneByOne(x, forward) : forward.apply(x), x);
          return facts.probabilities() ? logarithms(outputs) : outputs;
        });
  }

  /** The archive's module, whose live parameters training changes. */
  public ScriptModule module() {
    return module;
  }

  /** Logits with the same softmax. What has been rounded to 0 stays finite, and has no gradient. */
  private static Tensor logarithms(Tensor probabilities) {
    return Elementwise.log(Elementwise.atLeast(probabilities, Float.MIN_NORMAL));
  }

  private static Tensor oneByOne(Tensor x, UnaryOperator<Tensor> forward) {
    List<Tensor> rows = new ArrayList<>();
    for (int row = 0; row < x.rows(); row++) {
      rows.add(forward.apply(Layout.row(x, row)));
    }
    return Layout.concat(rows, 0);
  }

  private Tensor checked(Tensor logits, Tensor x) {
    if (!Arrays.equals(logits.shape(), new long[] {x.rows(), classes})) {
      throw new BadInputException(
          "model %s gives the shape %s for %d samples, expected [%d, %d]"
              .formatted(name, Arrays.toString(logits.shape()), x.rows(), x.rows(), classes));
    }
    return logits;
  }

  /** A clone in fp64; empty where trying it out showed that it would round to fp32 within. */
  @Override
  public Optional<ScriptModel> inDoublePrecision() {
    return precise == null
        ? Optional.empty()
        : Optional.of(new ScriptModel(name, precise, precise, input, classes, facts));
  }
}
