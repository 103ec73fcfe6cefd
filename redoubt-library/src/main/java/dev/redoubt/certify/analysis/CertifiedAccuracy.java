package dev.redoubt.certify.analysis;

/**
 * The share of inputs whose right class is certified at a radius, and how far it can be relied on.
 *
 * @param radius not negative
 * @param certifiedAccuracy mean of "correct and certified at least this far", in [0, 1]
 * @param low lower end of the 95 % Clopper–Pearson interval for the share among all inputs of the
 *     kind that were drawn
 * @param high its upper end
 * @param guaranteed what is left of the share when false certificates are reckoned with: at least
 *     so many of these very inputs are truly right within the radius, except with probability
 *     {@link Analysis#RHO}; NaN where alpha is not known
 */
public record CertifiedAccuracy(
    double radius, double certifiedAccuracy, double low, double high, double guaranteed) {}
