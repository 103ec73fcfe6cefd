package dev.redoubt.bench;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What one PGD step costs beyond the forward pass and the backward pass to the input that it can't
 * do without. The samples are the network's own predictions at a budget too small to break any, so
 * that all of them take all steps.
 */
@Command(name = "step-overhead", mixinStandardHelpOptions = true)
final class StepOverhead implements Callable<Integer> {
  private static final int STEPS = 40;

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "15")
  private int rounds = 15;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input =
        arch.equals("resnet18") ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Network network = Network.create(Architectures.named(arch).graph(input.shape(), 10, null), 0);
    NetworkModel model = new NetworkModel(arch, network, input, 10);
    Batch batch = stubborn(model, input, 128);
    RawEngine raw = new RawEngine(arch, network);
    Tensor x = torch.zeros(batch.inputs().shape());
    x.data_ptr_float().put(batch.inputs().floats());
    Tensor labels = torch.argmax(torch.zeros(128, 10), new LongOptional(1), false);
    ThreatModel threat = ThreatModel.parse("linf:1e-7");
    Pgd pgd = Pgd.of(STEPS, new StepSize.OfEpsilon(0.1), 1);
    Draws draws = batch.draws(0, "bench");
    Interleaved times =
        Interleaved.time(
            () -> {
              for (int i = 0; i <= STEPS; i++) {
                try (PointerScope scope = new PointerScope()) {
                  raw.gradient(x, labels);
                }
              }
            },
            () -> Scope.run(() -> pgd.propose(model, batch, threat, Goal.untargeted(), draws)),
            2,
            rounds);
    System.out.printf(
        "%s, batch 128, %d threads: engine alone %.3f ms a pass, PGD %.3f ms a step, ratio %.3f%n",
        arch,
        threads,
        1e3 * times.first() / (STEPS + 1),
        1e3 * times.second() / STEPS,
        times.second() / STEPS / (times.first() / (STEPS + 1)));
    return 0;
  }

  /** Random images with the labels that the network gives them. */
  static Batch stubborn(LabelModel model, InputSpec input, int n) {
    long[] ids = IntStream.range(0, n).asLongStream().toArray();
    long[] shape =
        IntStream.concat(IntStream.of(n), input.shape().stream().mapToInt(i -> i))
            .asLongStream()
            .toArray();
    Draws draws = new Draws(0, ids, "bench/images");
    dev.redoubt.tensor.Tensor images = draws.uniformLike(Tensors.zeros(DType.FLOAT32, shape), 0, 1);
    return new Batch(ids, images, model.predict(images, draws));
  }
}
