package dev.redoubt.report;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Ensemble;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.purify.trial.Example;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Picks samples, and shows what each stage of a defence makes of them, with and without an attack.
 * What is random takes the same draw for both.
 */
public final class StageStrips {
  private StageStrips() {}

  /**
   * Up to {@code most} samples on their way through the stages: broken ones, or if there are none
   * such as survived; of each class one, as far as that goes. None if inputs are no images, or if
   * no stage changes them.
   *
   * @param dataset what was evaluated, in the same order
   */
  public static List<StageStrip> pick(
      Pipeline pipeline, Dataset dataset, Evaluation evaluation, int most, Device device) {
    if (!shows(pipeline)) {
      return List.of();
    }
    List<SampleOutcome> outcomes = evaluation.outcomes();
    List<StageStrip> strips = new ArrayList<>();
    for (int index : chosen(outcomes, most)) {
      strips.add(strip(pipeline, dataset, evaluation, index, device));
    }
    return strips;
  }

  private static List<Integer> chosen(List<SampleOutcome> outcomes, int most) {
    boolean broken = outcomes.stream().anyMatch(o -> o.status() == Status.BROKEN);
    Status wanted = broken ? Status.BROKEN : Status.SURVIVED;
    List<Integer> firsts = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    Set<Integer> labels = new HashSet<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).status() == wanted) {
        (labels.add(outcomes.get(i).label()) ? firsts : others).add(i);
      }
    }
    firsts.addAll(others);
    return firsts.subList(0, Math.min(most, firsts.size()));
  }

  /**
   * Samples on their way through the stages, attacked by one who knows them. None if inputs are no
   * images, or if no stage changes them.
   *
   * @param seed of the draws of random stages
   */
  public static List<StageStrip> of(
      Pipeline pipeline, Dataset dataset, List<Example> examples, long seed, Device device) {
    return shows(pipeline)
        ? examples.stream()
            .map(
                example ->
                    strip(
                        pipeline,
                        dataset,
                        example.index(),
                        example.cleanAnswer(),
                        example
                            .candidate()
                            .map(input -> new Attacked(input, example.attackedAnswer())),
                        seed,
                        device))
            .toList()
        : List.of();
  }

  /** An attacked input, and the class predicted for it. */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
  private record Attacked(float[] input, int answer) {}

  private static boolean shows(Pipeline pipeline) {
    boolean changes = pipeline.stages().stream().anyMatch(stage -> !(stage instanceof Detector));
    return changes && pipeline.input().isImage();
  }

  private static StageStrip strip(
      Pipeline pipeline, Dataset dataset, Evaluation evaluation, int index, Device device) {
    SampleOutcome outcome = evaluation.outcomes().get(index);
    Optional<Attacked> attacked =
        outcome.status() == Status.BROKEN
            ? Optional.of(
                new Attacked(
                    evaluation.witnesses().get(witness(evaluation, index)), outcome.prediction()))
            : Optional.empty();
    int answer = outcome.cleanPrediction();
    return strip(pipeline, dataset, index, answer, attacked, evaluation.plan().seed(), device);
  }

  private static StageStrip strip(
      Pipeline pipeline,
      Dataset dataset,
      int index,
      int cleanAnswer,
      Optional<Attacked> attacked,
      long seed,
      Device device) {
    return Scope.value(
        () -> {
          Batch sample = Batch.read(dataset, new int[] {index}, device);
          Draws draws = sample.draws(seed, "strip");
          List<Seen> clean = walk(pipeline, sample.inputs(), draws);
          List<Seen> moved =
              attacked
                  .map(a -> Tensors.of(a.input(), sample.inputs().shape()).to(device))
                  .map(input -> walk(pipeline, input, draws))
                  .orElse(List.of());
          return new StageStrip(
              dataset.id(index),
              Gallery.name(dataset, dataset.label(index)),
              Gallery.name(dataset, cleanAnswer),
              attacked.map(a -> Gallery.name(dataset, a.answer())).orElse(""),
              steps(clean, moved));
        });
  }

  /** The position of a sample's witness among all. */
  private static int witness(Evaluation evaluation, int index) {
    return (int)
        evaluation.outcomes().stream()
            .limit(index)
            .filter(outcome -> outcome.status() == Status.BROKEN)
            .count();
  }

  /** The input, and what is there behind each stage that changes it. */
  private static List<Seen> walk(Pipeline pipeline, Tensor input, Draws draws) {
    return Autograd.noGrad(
        () -> {
          List<Seen> seen = new ArrayList<>();
          seen.add(Seen.of("input", input, pipeline.input()));
          Tensor x = input;
          for (int i = 0; i < pipeline.stages().size(); i++) {
            Stage stage = pipeline.stages().get(i);
            Draws own = draws.of("stage-" + i);
            if (stage instanceof Purifier purifier) {
              x = purifier.apply(x, own);
              seen.add(Seen.of(stage.name(), x, stage.gives()));
            } else if (stage instanceof Ensemble ensemble) {
              x = Layout.rows(ensemble.withCopies(1).changed(x, own), 0);
              String first = "%s, first of %d".formatted(stage.name(), ensemble.copies());
              seen.add(Seen.of(first, x, stage.gives()));
            }
          }
          return seen;
        });
  }

  private static List<StageStrip.Step> steps(List<Seen> clean, List<Seen> attacked) {
    List<StageStrip.Step> steps = new ArrayList<>();
    for (int i = 0; i < clean.size(); i++) {
      Seen seen = clean.get(i);
      steps.add(
          new StageStrip.Step(
              seen.name(),
              seen.shape(),
              seen.values(),
              attacked.isEmpty() ? new float[0] : attacked.get(i).values()));
    }
    return steps;
  }

  /** One sample at one place, its values moved into [0, 1]. */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
  private record Seen(String name, int[] shape, float[] values) {
    static Seen of(String name, Tensor x, InputSpec spec) {
      float[] values = x.floats();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((values[i] - spec.low()) / (spec.high() - spec.low()));
      }
      return new Seen(name, spec.shape().stream().mapToInt(Integer::intValue).toArray(), values);
    }
  }
}
