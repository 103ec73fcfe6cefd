package dev.redoubt.report;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Neural;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Picks broken samples to show: first one a class, then more, the most confident errors first. */
public final class Gallery {
  private Gallery() {}

  /**
   * Up to {@code most} broken samples of an evaluation.
   *
   * @param dataset what was evaluated, in the same order
   */
  public static List<GalleryItem> pick(
      Pipeline pipeline, Dataset dataset, Evaluation evaluation, int most, Device device) {
    return pick(pipeline, dataset, evaluation.outcomes(), evaluation.witnesses(), most, device);
  }

  /**
   * Up to {@code most} broken samples.
   *
   * @param outcomes one a sample of the dataset, in the same order
   * @param witnesses of those that are broken, in order
   */
  public static List<GalleryItem> pick(
      Pipeline pipeline,
      Dataset dataset,
      List<SampleOutcome> outcomes,
      List<float[]> witnesses,
      int most,
      Device device) {
    List<GalleryItem> broken = new ArrayList<>();
    int witness = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i).status() == Status.BROKEN) {
        broken.add(item(pipeline, dataset, i, outcomes.get(i), witnesses.get(witness), device));
        witness++;
      }
    }
    broken.sort(Comparator.comparingDouble(item -> -item.adversarialConfidence()));
    Set<GalleryItem> chosen = new LinkedHashSet<>();
    Set<String> labels = new LinkedHashSet<>();
    for (GalleryItem item : broken) {
      if (labels.add(item.label())) {
        chosen.add(item);
      }
    }
    chosen.addAll(broken);
    return chosen.stream().limit(most).toList();
  }

  private static GalleryItem item(
      Pipeline pipeline,
      Dataset dataset,
      int index,
      SampleOutcome outcome,
      float[] witness,
      Device device) {
    float[] clean = new float[dataset.input().features()];
    dataset.read(index, clean, 0);
    return new GalleryItem(
        outcome.id(),
        dataset.input().shape().stream().mapToInt(Integer::intValue).toArray(),
        clean,
        witness,
        name(dataset, outcome.label()),
        name(dataset, outcome.cleanPrediction()),
        confidence(pipeline, dataset, index, clean, outcome.cleanPrediction(), device),
        name(dataset, outcome.prediction()),
        confidence(pipeline, dataset, index, witness, outcome.prediction(), device),
        outcome.distance());
  }

  /** The name of a class. */
  static String name(Dataset dataset, int label) {
    List<String> classes = dataset.classes();
    return label < classes.size() ? classes.get(label) : "class " + label;
  }

  /**
   * NaN for black boxes, of which each further answer may cost, and for random models, of which one
   * more answer says little.
   */
  private static double confidence(
      Pipeline pipeline, Dataset dataset, int index, float[] input, int label, Device device) {
    if (!pipeline.isShared()
        || pipeline.isRandom()
        || !(pipeline.deployed() instanceof ScoreModel deployed)) {
      return Double.NaN;
    }
    return Scope.value(
        () -> {
          Batch sample = Batch.read(dataset, new int[] {index}, device);
          Tensor x = Tensors.of(input, sample.inputs().shape()).to(device);
          Tensor logits = deployed.logits(x, sample.draws(0, "gallery"));
          return Neural.softmax(logits).doubles()[label];
        });
  }
}
