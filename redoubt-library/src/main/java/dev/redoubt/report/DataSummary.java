package dev.redoubt.report;

/**
 * The samples that a run judged.
 *
 * @param name name of the dataset, for example {@code mnist}
 * @param split {@code train} or {@code test}
 * @param samples number of samples
 */
public record DataSummary(String name, String split, int samples) {}
