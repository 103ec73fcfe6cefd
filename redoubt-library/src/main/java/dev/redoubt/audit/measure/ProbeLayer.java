package dev.redoubt.audit.measure;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.nn.Weights;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.List;
import java.util.Map;

/**
 * Two logits, inner and boundary, by a probe of each sample: {@code ∓ value / 2}. Samples without
 * one have equal logits. It stands in no file.
 *
 * @param weightSpecs of the layer that it stands for, without a look at them: the network keeps
 *     them
 * @param probes by sample id
 */
record ProbeLayer(List<WeightSpec> weightSpecs, Map<Long, Probe> probes) implements Operator {
  /** The class of what is beyond the plane. */
  static final int BOUNDARY = 1;

  /** Copies. */
  ProbeLayer {
    weightSpecs = List.copyOf(weightSpecs);
    probes = Map.copyOf(probes);
  }

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor features = inputs.get(0);
    int n = features.rows();
    int width = Math.toIntExact(features.size(1));
    Draws draws = pass.draws();
    if (draws.ids().length != n) {
      throw new IllegalStateException(n + " rows of " + draws.ids().length + " samples");
    }
    float[] slopes = new float[n * width];
    float[] anchors = new float[n * width];
    float[] offsets = new float[n];
    for (int row = 0; row < n; row++) {
      Probe probe = probes.get(draws.sampleId(row));
      if (probe != null) {
        System.arraycopy(probe.weights(), 0, slopes, row * width, width);
        System.arraycopy(probe.anchor(), 0, anchors, row * width, width);
        offsets[row] = probe.offset();
      }
    }
    return Scope.tensors(
        () -> {
          Tensor apart = features.minus(Tensors.of(anchors, n, width).like(features));
          Tensor products = apart.times(Tensors.of(slopes, n, width).like(features));
          Tensor offset = Tensors.of(offsets, n).like(features);
          Tensor value = Layout.unsqueeze(Reductions.sumPerSample(products).plus(offset), 1);
          return Layout.concat(List.of(value.dividedBy(-2), value.dividedBy(2)), 1);
        });
  }
}
