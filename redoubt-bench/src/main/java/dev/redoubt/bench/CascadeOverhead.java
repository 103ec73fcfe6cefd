package dev.redoubt.bench;

import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the attacks of AutoAttack take for each survivor: passes beside the original's, and seconds
 * beside the same passes on the bare engine. The samples are the network's own predictions at a
 * budget too small to break any.
 */
@Command(name = "autoattack-overhead", mixinStandardHelpOptions = true)
final class CascadeOverhead implements Callable<Integer> {
  /** Forwards and backwards of the original implementation for a survivor. */
  private static final Map<String, long[]> ORIGINAL =
      Map.of(
          "apgd-ce", new long[] {102, 101},
          "apgd-t", new long[] {919, 909},
          "fab-t", new long[] {1828, 900},
          "square", new long[] {5002, 0});

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--threads", defaultValue = "1")
  private int threads = 1;

  @Option(names = "--batch", defaultValue = "128")
  private int batch = 128;

  @Option(names = "--rounds", defaultValue = "3")
  private int rounds = 3;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input =
        arch.equals("resnet18") ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Network network = Network.create(Architectures.named(arch).graph(input.shape(), 10, null), 0);
    NetworkModel model = new NetworkModel(arch, network, input, 10);
    Batch samples = StepOverhead.stubborn(model, input, batch);
    RawEngine raw = new RawEngine(arch, network);
    Tensor x = torch.zeros(samples.inputs().shape());
    x.data_ptr_float().put(samples.inputs().floats());
    Tensor labels = torch.argmax(torch.zeros(batch, 10), new LongOptional(1), false);
    ThreatModel threat = ThreatModel.parse("linf:1e-7");
    List<Attack<?>> standard =
        Attacks.cascade("autoattack", AttackSettings.DEFAULT, threat.norm(), 10);
    System.out.println(
        "| attack | forwards, the original's | backwards, the original's | engine | ours | ratio |");
    System.out.println("|---|---|---|---|---|---|");
    double[] sums = new double[2];
    for (Attack<?> attack : standard.subList(1, standard.size())) {
      Meter meter = new Meter();
      run(attack, MeteredModel.of((GradientModel) model, meter), samples, threat);
      long forwards = meter.forwards() / batch;
      long backwards = meter.backwards() / batch;
      Interleaved times =
          Interleaved.time(
              () -> passes(raw, x, labels, forwards, backwards),
              () -> run(attack, model, samples, threat),
              0,
              rounds);
      sums[0] += times.first();
      sums[1] += times.second();
      long[] original = ORIGINAL.get(attack.name());
      System.out.printf(
          "| %s | %d, %d | %d, %d | %.2f s | %.2f s | %.2f |%n",
          attack.name(),
          forwards,
          original == null ? 0 : original[0],
          backwards,
          original == null ? 0 : original[1],
          times.first(),
          times.second(),
          times.ratio());
    }
    System.out.printf(
        "| all | | | %.2f s | %.2f s | %.2f |%n", sums[0], sums[1], sums[1] / sums[0]);
    return 0;
  }

  private static <M extends GradientModel> void run(
      Attack<?> attack, M model, Batch samples, ThreatModel threat) {
    Scope.run(() -> propose(attack, model, samples, threat));
  }

  private static <M extends LabelModel> void propose(
      Attack<M> attack, GradientModel model, Batch samples, ThreatModel threat) {
    attack.propose(
        attack.needs().cast(model),
        samples,
        threat,
        Goal.untargeted(),
        samples.draws(0, "overhead"));
  }

  /** Backward passes come with a forward pass; the other forward passes stand alone. */
  private static void passes(
      RawEngine raw, Tensor x, Tensor labels, long forwards, long backwards) {
    for (long i = 0; i < backwards; i++) {
      try (PointerScope scope = new PointerScope()) {
        raw.gradient(x, labels);
      }
    }
    for (long i = backwards; i < forwards; i++) {
      try (PointerScope scope = new PointerScope()) {
        raw.logits(x);
      }
    }
  }
}
