package dev.redoubt.bench;

import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.joint.OrthogonalPgd;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Watchers;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.Datasets;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What detectors cost: a prediction relative to the bare classifier, and a step of the attacks on
 * class and score relative to the passes that it can't do without.
 */
@Command(name = "detector-cost", mixinStandardHelpOptions = true)
final class DetectorCost implements Callable<Integer> {
  private static final int SAMPLES = 1000;
  private static final int BATCH = 125;
  private static final int ROWS = 64;
  private static final int STEPS = 20;
  private static final ThreatModel TINY = ThreatModel.parse("linf:1e-7");

  @Option(names = "--model", required = true)
  private String model = "";

  @Option(names = "--data", required = true)
  private String data = "";

  @Option(names = "--detector", required = true, description = "A file; may be given often.")
  private List<Path> detectors = List.of();

  @Option(names = "--threads", defaultValue = "2")
  private int threads = 2;

  @Option(names = "--rounds", defaultValue = "7")
  private int rounds = 7;

  @Override
  public Integer call() {
    Engine.threads(threads);
    Dataset dataset = Datasets.open(data, "test");
    OpenedModel opened = Models.open(model, ModelOptions.NONE.forData(dataset), Device.CPU);
    List<Batch> batches = new ArrayList<>();
    int samples = Math.min(SAMPLES, dataset.size()) / BATCH * BATCH;
    for (int from = 0; from < samples; from += BATCH) {
      batches.add(read(dataset, from, BATCH));
    }
    System.out.println(
        "| detector | samples a second | times the bare classifier | joint PGD step / its passes | orthogonal step / its passes |");
    System.out.println("|---|---|---|---|---|");
    for (Path file : detectors) {
      measure(file, opened, batches, read(dataset, 0, ROWS), samples);
    }
    return 0;
  }

  private static Batch read(Dataset dataset, int from, int size) {
    return Batch.read(dataset, IntStream.range(from, from + size).toArray(), Device.CPU);
  }

  private void measure(
      Path file, OpenedModel opened, List<Batch> batches, Batch some, int samples) {
    DetectorFile fitted = DetectorFile.read(file);
    Pipeline pipeline =
        Pipeline.of(
            opened.model(), Watchers.of(file.toString(), fitted, 0.05, opened.model().input()));
    LabelModel bare = opened.model();
    LabelModel deployed = pipeline.deployed();
    Interleaved predictions =
        Interleaved.time(() -> all(bare, batches), () -> all(deployed, batches), 1, rounds);
    Tensor labels = bare.predict(some.inputs(), some.draws(0, ""));
    Batch batch = new Batch(some.ids(), some.inputs(), labels);
    RejectingModel view = (RejectingModel) pipeline.adaptive(1, batch);
    System.out.printf(
        "| %s | %,.0f | %.2f | %.2f | %.2f |%n",
        fitted.kind(),
        samples / predictions.second(),
        predictions.ratio(),
        joint(view, batch).ratio(),
        orthogonal(view, batch).ratio());
  }

  private static void all(LabelModel model, List<Batch> batches) {
    for (Batch batch : batches) {
      Scope.run(() -> model.predict(batch.inputs(), batch.draws(0, "bench")).ints());
    }
  }

  private Interleaved joint(RejectingModel view, Batch batch) {
    Pgd pgd = Pgd.forTraining(STEPS, new StepSize.OfEpsilon(0.1));
    Draws draws = batch.draws(0, "bench");
    return Interleaved.time(
        () -> repeated(() -> passes(view, batch, draws, false)),
        () -> Scope.run(() -> pgd.propose(view, batch, TINY, Goal.untargeted(), draws)),
        1,
        rounds);
  }

  private Interleaved orthogonal(RejectingModel view, Batch batch) {
    OrthogonalPgd pgd = new OrthogonalPgd(STEPS, 1);
    Draws draws = batch.draws(0, "bench");
    return Interleaved.time(
        () -> {
          repeated(() -> passes(view, batch, draws, true));
          Scope.run(() -> view.logits(batch.inputs(), draws)); // at the clean points
          Scope.run(() -> view.logits(batch.inputs(), draws)); // at the end
        },
        () -> Scope.run(() -> pgd.propose(view, batch, TINY, Goal.untargeted(), draws)),
        1,
        rounds);
  }

  private static void repeated(Runnable step) {
    for (int i = 0; i < STEPS; i++) {
      Scope.run(step);
    }
  }

  /** A forward pass, and a backward pass of the joint loss or one each of class and score. */
  private static void passes(RejectingModel view, Batch batch, Draws draws, boolean apart) {
    Tensor x = Autograd.variable(batch.inputs());
    CrossEntropy loss = new CrossEntropy();
    if (!apart) {
      Tensor joint = view.logitsOnTape(x, draws);
      view.gradient(Reductions.sum(loss.perSample(joint, batch.labels())), x);
      return;
    }
    Verdict verdict = view.verdictOnTape(x, draws);
    Tensor losses = loss.perSample(verdict.logits(), batch.labels());
    view.gradientKeepingTape(Reductions.sum(losses), x);
    view.gradient(Reductions.sum(verdict.excess()), x);
  }
}
