package dev.redoubt.bench;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.concurrent.Callable;
import org.bytedeco.javacpp.Pointer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Resident memory over many PGD steps in one call: it must stay flat. The first 500 steps warm the
 * JVM up. Run it with a small heap that is touched beforehand, so that only off-heap memory can
 * grow.
 */
@Command(name = "memory", mixinStandardHelpOptions = true)
final class MemoryOverSteps implements Callable<Integer> {
  private static final int WARM_UP = 500;

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--steps", defaultValue = "2000")
  private int steps = 2000;

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input =
        arch.equals("resnet18") ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Network network = Network.create(Architectures.named(arch).graph(input.shape(), 10, null), 0);
    NetworkModel model = new NetworkModel(arch, network, input, 10);
    Batch batch = StepOverhead.stubborn(model, input, 128);
    ThreatModel threat = ThreatModel.parse("linf:1e-7");
    long early = 0;
    int done = 0;
    for (int chunk : new int[] {WARM_UP, steps}) {
      Pgd pgd = Pgd.of(chunk, new StepSize.OfEpsilon(0.1), 1);
      Scope.run(
          () -> pgd.propose(model, batch, threat, Goal.untargeted(), batch.draws(0, "bench")));
      done += chunk;
      long resident = Pointer.physicalBytes();
      System.out.printf("after %d steps: %d MB resident%n", done, resident >> 20);
      if (early == 0) {
        early = resident;
      } else {
        System.out.printf("ratio %.3f%n", (double) resident / early);
      }
    }
    return 0;
  }
}
