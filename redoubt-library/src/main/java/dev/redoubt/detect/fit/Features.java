package dev.redoubt.detect.fit;

import dev.redoubt.data.Dataset;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a classifier makes of all samples of a dataset, in memory and off the tape.
 *
 * @param vectors of its layers by name, each {@code [samples, d]}
 * @param logits {@code [samples, classes]}
 * @param labels of the dataset, one a sample
 */
@SuppressWarnings("ArrayRecordComponent") // one label a sample, never compared
record Features(Map<String, Tensor> vectors, Tensor logits, int[] labels) implements TensorGroup {
  /**
   * Asks the classifier.
   *
   * @param reading one vector a sample from a layer's values
   * @param purpose of the draws, if the classifier is random
   */
  static Features of(
      Lessons lessons,
      Dataset dataset,
      Set<String> layers,
      UnaryOperator<Tensor> reading,
      String purpose) {
    List<Observation> parts = new ArrayList<>();
    lessons.forEachBatch(
        dataset,
        purpose,
        (batch, draws) -> {
          Observation seen =
              Autograd.noGrad(() -> lessons.classifier().observe(batch.inputs(), layers, draws));
          Map<String, Tensor> read = new LinkedHashMap<>();
          for (String layer : layers) {
            read.put(layer, kept(reading.apply(seen.feature(layer))));
          }
          parts.add(new Observation(kept(seen.logits()), read));
        });
    Features all = joined(parts, layers, labels(dataset));
    parts.forEach(part -> part.forEachTensor(Tensor::close));
    return all;
  }

  /** A copy that outlives its batch. */
  private static Tensor kept(Tensor values) {
    return Scope.own(values.to(Device.CPU).copied());
  }

  private static Features joined(List<Observation> parts, Set<String> layers, int[] labels) {
    return Scope.tensors(
        () -> {
          Map<String, Tensor> vectors = new LinkedHashMap<>();
          for (String layer : layers) {
            vectors.put(
                layer, Layout.concat(parts.stream().map(part -> part.feature(layer)).toList(), 0));
          }
          Tensor logits = Layout.concat(parts.stream().map(Observation::logits).toList(), 0);
          return new Features(vectors, logits, labels);
        });
  }

  private static int[] labels(Dataset dataset) {
    return IntStream.range(0, dataset.size()).map(dataset::label).toArray();
  }

  /** The vectors of one layer. */
  Tensor of(String layer) {
    return Objects.requireNonNull(vectors.get(layer), layer);
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    vectors.values().forEach(action);
    action.accept(logits);
  }
}
