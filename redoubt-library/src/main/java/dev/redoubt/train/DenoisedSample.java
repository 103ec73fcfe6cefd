package dev.redoubt.train;

/**
 * What a denoiser makes of one sample, to look at: values in the order of the input's shape.
 *
 * @param id of the sample
 * @param label its class
 * @param clean as it is
 * @param noisy under the strongest noise
 * @param denoised what the denoiser makes of that
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, never compared
public record DenoisedSample(long id, int label, float[] clean, float[] noisy, float[] denoised) {}
