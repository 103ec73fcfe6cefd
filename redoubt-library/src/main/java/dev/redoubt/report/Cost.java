package dev.redoubt.report;

/**
 * What an evaluation took.
 *
 * @param forwards forward passes, counted in samples
 * @param backwards backward passes to the input, counted in samples
 * @param seconds wall-clock seconds, added up over batches also where several ran at once
 * @param peakRssMb largest resident memory of the process, in MB of 10⁶ bytes
 */
public record Cost(long forwards, long backwards, double seconds, double peakRssMb) {}
