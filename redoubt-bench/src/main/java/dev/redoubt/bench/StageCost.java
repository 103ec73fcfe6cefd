package dev.redoubt.bench;

import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.Recipes;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a prediction costs behind each stage, relative to the bare classifier. */
@Command(name = "stage-cost", mixinStandardHelpOptions = true)
final class StageCost implements Callable<Integer> {
  private static final int SAMPLES = 1000;
  private static final int BATCH = 125;

  @Option(names = "--defend", required = true, description = "A defence; may be given often.")
  private List<String> defences = List.of();

  @Option(names = "--arch", defaultValue = "common-cnn")
  private String arch = "common-cnn";

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "5")
  private int rounds = 5;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset signs = Datasets.open("roadsigns", "test");
    List<Batch> batches = new ArrayList<>();
    for (int from = 0; from < SAMPLES; from += BATCH) {
      batches.add(Batch.read(signs, IntStream.range(from, from + BATCH).toArray(), Device.CPU));
    }
    System.out.println("| defence | samples a second | times the bare classifier |");
    System.out.println("|---|---|---|");
    for (String text : defences) {
      Defence defence = Defence.parse(text);
      NetworkModel behind = classifier(signs, defence);
      LabelModel bare = classifier(signs, Defence.NONE);
      LabelModel deployed = Pipeline.of(behind, defence.stages(signs.input())).deployed();
      Interleaved times =
          Interleaved.time(() -> all(bare, batches), () -> all(deployed, batches), 1, rounds);
      System.out.printf("| `%s` | %,.0f | %.2f |%n", text, SAMPLES / times.second(), times.ratio());
    }
    return 0;
  }

  private NetworkModel classifier(Dataset signs, Defence defence) {
    var input = defence.gives(signs.input());
    var normalize = input.equals(signs.input()) ? Recipes.normalization(signs) : null;
    int classes = signs.classes().size();
    Network network =
        Network.create(Architectures.named(arch).graph(input.shape(), classes, normalize), 0);
    return new NetworkModel(arch, network, input, classes);
  }

  private static void all(LabelModel model, List<Batch> batches) {
    for (Batch batch : batches) {
      Scope.run(() -> model.predict(batch.inputs(), batch.draws(0, "bench")).ints());
    }
  }
}
