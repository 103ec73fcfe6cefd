package dev.redoubt.bench;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Certifier;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.ClassNames;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Workers;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How much of the engine's bare forward throughput is left to certification, noise and bookkeeping
 * included: at each batch size, and of the best of each.
 */
@Command(name = "smoothing-overhead", mixinStandardHelpOptions = true)
final class SmoothingOverhead implements Callable<Integer> {
  private static final int INPUTS = 8;

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--draws", defaultValue = "4096", description = "Forward passes an input.")
  private int draws = 4096;

  @Option(names = "--batches", split = ",", defaultValue = "32,64,128,256,512,1024")
  private List<Integer> batches = List.of(32, 64, 128, 256, 512, 1024);

  @Option(names = "--rounds", defaultValue = "7")
  private int rounds = 7;

  @Override
  public Integer call() {
    Engine.threads(threads);
    boolean colour = arch.equals("resnet18");
    InputSpec input = colour ? InputSpec.image(3, 32, 32) : InputSpec.image(1, 28, 28);
    Network network = Network.create(Architectures.named(arch).graph(input.shape(), 10, null), 0);
    NetworkModel model = new NetworkModel(arch, network, input, 10);
    RawEngine raw = new RawEngine(arch, network);
    Dataset images =
        FloatDataset.of(
            new DatasetInfo("grey", "test", input, ClassNames.numbers(10)),
            new int[INPUTS],
            new float[INPUTS * input.features()]);
    CertificationPlan plan =
        new CertificationPlan(
            new GaussianSmoothing(0.25),
            Procedure.FIXED,
            new Radii.Grid(List.of(0.0)),
            0.001,
            draws,
            new CertificationPlan.Protocol.Labelled(),
            0);
    double bestBare = 0;
    double bestCertifier = 0;
    int passes = INPUTS * draws;
    for (int batch : batches) {
      Tensor x = torch.rand(shape(input, batch));
      Certifier certifier =
          new Certifier(plan, Device.CPU, (done, total, sure, n) -> {}, batch, threads);
      Interleaved times =
          Interleaved.time(
              () -> bare(raw, x, passes / batch),
              () -> certifier.certify(model, images, CertificateJournal.NONE),
              1,
              rounds);
      double bare = passes / times.first();
      double ours = passes / times.second();
      bestBare = Math.max(bestBare, bare);
      bestCertifier = Math.max(bestCertifier, ours);
      System.out.printf(
          "%s, %d workers, batch %d: bare %,.0f passes a second, certifier %,.0f, ratio %.3f%n",
          arch, threads, batch, bare, ours, ours / bare);
    }
    System.out.printf(
        "best: bare %,.0f passes a second, certifier %,.0f, ratio %.3f%n",
        bestBare, bestCertifier, bestCertifier / bestBare);
    return 0;
  }

  private void bare(RawEngine raw, Tensor x, int times) {
    Workers.run(
        threads,
        times,
        i -> {
          try (PointerScope scope = new PointerScope()) {
            torch.argmax(raw.logits(x)).item_long();
          }
        });
  }

  private static long[] shape(InputSpec input, int batch) {
    return IntStream.concat(IntStream.of(batch), input.shape().stream().mapToInt(i -> i))
        .asLongStream()
        .toArray();
  }
}
