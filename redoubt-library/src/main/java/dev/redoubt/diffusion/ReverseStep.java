package dev.redoubt.diffusion;

/**
 * One step back: {@code x' = kept · x + noise · ε(x, step) + deviation · z} with standard normal z.
 * All samplers are made of these.
 *
 * @param step at which the model is asked, as {@link NoiseModel} counts them
 * @param kept weight of x
 * @param noise weight of the model's noise
 * @param deviation of the fresh noise; 0 for none
 */
public record ReverseStep(double step, double kept, double noise, double deviation) {}
