package dev.redoubt.report;

/**
 * One epoch of training.
 *
 * @param epoch number of the epoch, from 1
 * @param loss mean training loss
 * @param cleanAccuracy accuracy on the held-out slice, in [0, 1]
 * @param robustAccuracy robust accuracy on the held-out slice, in [0, 1]; NaN if not measured
 * @param learningRate learning rate at the end of the epoch
 * @param seconds wall-clock seconds
 */
public record TrainingEpoch(
    int epoch,
    double loss,
    double cleanAccuracy,
    double robustAccuracy,
    double learningRate,
    double seconds) {}
