package dev.redoubt.report;

/**
 * Robust accuracy at one size of the perturbation.
 *
 * @param epsilon the size, in pixel space; 0 stands for clean accuracy
 * @param robustAccuracy share of the samples, in [0, 1], that no attack broke
 * @param samples number of samples that this share was measured on
 */
public record CurvePoint(double epsilon, double robustAccuracy, int samples) {}
