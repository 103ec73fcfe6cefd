package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * What a denoiser or a diffusion model makes of one sample, to look at: pixels in the order of the
 * input's shape.
 *
 * @param id of the sample
 * @param label its class
 * @param clean as it is
 * @param noisy under noise
 * @param denoised what is made of that
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, never compared
public record DenoisedSample(long id, int label, float[] clean, float[] noisy, float[] denoised) {
  /** The rows of a batch, which are these samples of a dataset. */
  static List<DenoisedSample> of(
      Dataset dataset, int[] indices, Batch batch, Tensor noisy, Tensor denoised) {
    List<DenoisedSample> samples = new ArrayList<>();
    for (int row = 0; row < indices.length; row++) {
      samples.add(
          new DenoisedSample(
              batch.ids()[row],
              dataset.label(indices[row]),
              Layout.row(batch.inputs(), row).floats(),
              Layout.row(noisy, row).floats(),
              Layout.row(denoised, row).floats()));
    }
    return samples;
  }
}
