package dev.redoubt.compare;

/**
 * What an answer costs.
 *
 * @param passes of the classifier; what stages compute besides shows in the time
 * @param seconds an answer, where several are asked for together
 * @param relative to the first of those that are compared
 */
public record InferenceCost(int passes, double seconds, double relative) {}
