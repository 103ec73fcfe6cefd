package dev.redoubt.bench;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.Architectures;
import dev.redoubt.catalog.Defence;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Network;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What one PGD step on a defended model costs beyond the passes that it can't do without: stages
 * and classifier forward and backward, once a draw.
 */
@Command(name = "adaptive-overhead", mixinStandardHelpOptions = true)
final class AdaptiveOverhead implements Callable<Integer> {
  private static final int STEPS = 20;
  private static final int ROWS = 32;

  @Option(names = "--defend", required = true, description = "A defence; may be given often.")
  private List<String> defences = List.of();

  @Option(names = "--draws", split = ",", defaultValue = "1,4,16")
  private List<Integer> draws = List.of(1, 4, 16);

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "7")
  private int rounds = 7;

  @Override
  public Integer call() {
    Engine.threads(threads);
    InputSpec input = InputSpec.image(3, 32, 32);
    for (String text : defences) {
      Defence defence = Defence.parse(text);
      InputSpec inner = defence.gives(input);
      Network network =
          Network.create(Architectures.named("common-cnn").graph(inner.shape(), 10, null), 0);
      NetworkModel classifier = new NetworkModel("common-cnn", network, inner, 10);
      List<Stage> stages = defence.stages(input);
      Pipeline pipeline = Pipeline.of(classifier, stages);
      for (int number : draws) {
        if (number == 1 || pipeline.isRandom()) {
          measure(text, pipeline, stages, number);
        }
      }
    }
    return 0;
  }

  private void measure(String text, Pipeline pipeline, List<Stage> stages, int number) {
    GradientModel classifier = (GradientModel) pipeline.classifier();
    GradientModel view = (GradientModel) pipeline.adaptive(number);
    Batch batch = StepOverhead.stubborn(pipeline.deployed(), pipeline.input(), ROWS);
    Pgd pgd = Pgd.forTraining(STEPS, new StepSize.OfEpsilon(0.1));
    ThreatModel threat = ThreatModel.parse("linf:1e-7");
    Draws keyed = batch.draws(0, "bench");
    Draws copied = keyed.copies(number);
    Tensor labels = Layout.tile(batch.labels(), number);
    Interleaved times =
        Interleaved.time(
            () -> {
              for (int i = 0; i < STEPS; i++) {
                Scope.run(
                    () -> {
                      Tensor x = Autograd.variable(Layout.copies(batch.inputs(), number));
                      Tensor logits = Pipeline.logits(stages, classifier::logitsOnTape, x, copied);
                      Tensor losses = new CrossEntropy().perSample(logits, labels);
                      Autograd.grad(Reductions.sum(losses), x);
                    });
              }
            },
            () -> Scope.run(() -> pgd.propose(view, batch, threat, Goal.untargeted(), keyed)),
            1,
            rounds);
    System.out.printf(
        "%s, %d draws: passes alone %.2f ms, PGD %.2f ms a step, ratio %.3f%n",
        text, number, 1e3 * times.first() / STEPS, 1e3 * times.second() / STEPS, times.ratio());
  }
}
