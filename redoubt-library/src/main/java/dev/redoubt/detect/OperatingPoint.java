package dev.redoubt.detect;

/**
 * Where a detector starts to reject.
 *
 * @param fpr the false-positive rate that was asked for, in (0, 1)
 * @param threshold inputs with a higher score are rejected
 * @param low lower end of the 95 % interval of the false-positive rate that the threshold has on
 *     clean samples like those of the calibration
 * @param high its upper end
 */
public record OperatingPoint(double fpr, double threshold, double low, double high) {}
