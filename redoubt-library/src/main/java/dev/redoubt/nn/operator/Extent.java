package dev.redoubt.nn.operator;

/**
 * The length of one dimension, which may go with the batch.
 *
 * @param factor the length, or the length a sample
 * @param perSample whether it is multiplied with the number of samples
 */
public record Extent(long factor, boolean perSample) {
  /** The length for a batch of {@code samples}. */
  public long of(long samples) {
    return perSample ? factor * samples : factor;
  }
}
