package dev.redoubt.report;

/**
 * A share on a tile.
 *
 * @param what is measured
 * @param strong whether it is what the report is about
 */
record Measure(String what, ModelView.Share share, boolean strong) {}
