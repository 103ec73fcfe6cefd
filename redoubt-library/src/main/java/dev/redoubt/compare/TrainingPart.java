package dev.redoubt.compare;

/**
 * What one part of a defence took to train.
 *
 * @param what was trained, in words
 * @param seconds wall clock, of all runs if it was interrupted
 * @param forwards forward passes of updates and inner attacks, in samples, of what is trained
 * @param backwards backward passes
 */
public record TrainingPart(String what, double seconds, long forwards, long backwards) {}
