package dev.redoubt.bench;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.diffusion.Purification;
import dev.redoubt.diffusion.ReverseStep;
import dev.redoubt.diffusion.Sampler;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionUNet;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.diffusion.Diffusion;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What purification by diffusion costs: beside the bare classifier, beside the same network written
 * straight against the engine, and its derivative beside that of a tape that keeps everything.
 */
@Command(name = "diffusion-cost", mixinStandardHelpOptions = true)
final class DiffusionCost implements Callable<Integer> {
  private static final double TIME = 0.1;

  @Option(names = "--widths", split = "-", description = "Of the U-Net.")
  private Integer[] widths = {16, 32, 32};

  @Option(names = "--shape", split = ",", description = "Of an image.")
  private Integer[] shape = {3, 32, 32};

  @Option(names = "--batch")
  private int batch = 32;

  @Option(names = "--threads")
  private int threads = 2;

  @Option(names = "--rounds")
  private int rounds = 7;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input = new InputSpec(Arrays.asList(shape), 0, 1);
    Network network = Network.create(DiffusionUNet.of(widths).graph(input.shape()), 0);
    NoiseSchedule schedule = new NoiseSchedule(NoiseSchedule.Form.LINEAR, 1000);
    DiffusionModel model = new DiffusionModel(network, schedule, input);
    System.out.printf(
        "U-Net %s on %s, %,d weights, batches of %d, %d threads%n%n",
        Arrays.toString(widths), input.shape(), network.parameterCount(), batch, threads);
    Scope.run(() -> forward(model));
    Scope.run(() -> prediction(model));
    Scope.run(() -> derivative(model));
    memory(model);
    return 0;
  }

  private Tensor images(DiffusionModel model) {
    return draws().of("x").uniformLike(zeros(model), 0, 1);
  }

  private Tensor zeros(DiffusionModel model) {
    long[] full =
        LongStream.concat(LongStream.of(batch), model.input().shape().stream().mapToLong(n -> n))
            .toArray();
    return Tensors.zeros(DType.FLOAT32, full);
  }

  private Draws draws() {
    return new Draws(0, LongStream.range(0, batch).toArray(), "bench");
  }

  /** Beside the engine. */
  private void forward(DiffusionModel model) {
    RawUNet raw = new RawUNet(model.network(), Arrays.asList(widths));
    Tensor x = model.centred(images(model));
    Tensor steps = Tensors.full(50, DType.FLOAT32, batch);
    org.bytedeco.pytorch.Tensor rawX = raw(x);
    org.bytedeco.pytorch.Tensor rawSteps = raw(steps);
    double apart =
        Scope.value(
            () -> {
              float[] own = Autograd.noGrad(() -> model.noise(x, steps)).floats();
              float[] other = new float[own.length];
              raw.noise(rawX, rawSteps).contiguous().data_ptr_float().get(other);
              double largest = 0;
              for (int i = 0; i < own.length; i++) {
                largest = Math.max(largest, Math.abs(own[i] - other[i]));
              }
              return largest;
            });
    Interleaved times =
        Interleaved.time(
            () -> Scope.run(() -> Autograd.noGrad(() -> model.noise(x, steps))),
            () -> {
              try (PointerScope scope = new PointerScope()) {
                raw.noise(rawX, rawSteps);
              }
            },
            2,
            3 * rounds);
    System.out.printf(
        "forward pass: %.2f ms an image, %.3f of the engine's own speed (largest difference %.1e)%n",
        1e3 * times.first() / batch, times.ratio(), apart);
  }

  private static org.bytedeco.pytorch.Tensor raw(Tensor x) {
    org.bytedeco.pytorch.Tensor copy = org.bytedeco.pytorch.global.torch.zeros(x.shape());
    copy.data_ptr_float().put(x.floats());
    return copy;
  }

  /** Beside the bare classifier. */
  private void prediction(DiffusionModel model) {
    Network small =
        Network.create(Architectures.named("common-cnn").graph(model.input().shape(), 10, null), 0);
    NetworkModel bare = new NetworkModel("common-cnn", small, model.input(), 10);
    Tensor x = images(model);
    System.out.println("\n| steps | ms an image | times the bare common-cnn |\n|---|---|---|");
    for (int steps : new int[] {1, 5, 10, 50}) {
      Diffusion stage =
          new Diffusion(new DiffusionBundle(model, Map.of()), "", TIME, steps, Sampler.SDE);
      var deployed = Pipeline.of(bare, stage).deployed();
      Interleaved times =
          Interleaved.time(
              () -> Scope.run(() -> bare.predict(x, draws())),
              () -> Scope.run(() -> deployed.predict(x, draws())),
              1,
              rounds);
      System.out.printf(
          "| %d | %.2f | %,.0f |%n", steps, 1e3 * times.second() / batch, times.ratio());
    }
  }

  /** Beside the tape that keeps everything. */
  private void derivative(DiffusionModel model) {
    int steps = 5;
    List<ReverseStep> path = Sampler.SDE.steps(model.schedule(), TIME, steps);
    Purification purification = Purification.of(model, model.schedule(), Sampler.SDE, TIME, steps);
    Tensor x = model.centred(images(model));
    Interleaved times =
        Interleaved.time(
            () -> Scope.run(() -> gradient(x, leaf -> plain(model, path, leaf))),
            () -> Scope.run(() -> gradient(x, leaf -> purification.back(leaf, draws()))),
            1,
            rounds);
    System.out.printf(
        "%nderivative through %d steps: %.1f ms an image, %.2f times that of the plain tape%n",
        steps, 1e3 * times.second() / batch, times.ratio());
  }

  private Tensor plain(DiffusionModel model, List<ReverseStep> path, Tensor start) {
    Tensor x = start;
    for (int i = 0; i < path.size(); i++) {
      ReverseStep step = path.get(i);
      Tensor when = Tensors.full(step.step(), DType.FLOAT32, batch);
      x = x.times(step.kept()).plus(step.noise(), model.noise(x, when));
      if (step.deviation() > 0) {
        x = x.plus(step.deviation(), draws().of("step-" + i).gaussianLike(x));
      }
    }
    return x;
  }

  private static double gradient(Tensor x, java.util.function.UnaryOperator<Tensor> chain) {
    Tensor leaf = Autograd.variable(x);
    return Reductions.sum(Autograd.grad(Reductions.sum(chain.apply(leaf)), leaf)).item();
  }

  /** Resident memory, which the allocator does not give back: that of the largest run so far. */
  private void memory(DiffusionModel model) {
    long base = 0;
    for (int steps : new int[] {5, 5, 50}) {
      Purification purification =
          Purification.of(model, model.schedule(), Sampler.SDE, TIME, steps);
      Scope.run(
          () -> gradient(model.centred(images(model)), leaf -> purification.back(leaf, draws())));
      long resident = Pointer.physicalBytes();
      System.out.printf(
          "memory after a derivative through %d steps: %d MB%s%n",
          steps, resident >> 20, base == 0 ? "" : " (%.3f)".formatted((double) resident / base));
      base = resident;
    }
  }
}
