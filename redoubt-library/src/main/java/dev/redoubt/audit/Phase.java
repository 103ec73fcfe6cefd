package dev.redoubt.audit;

/**
 * Where the time of an audit went.
 *
 * @param name {@code attacks}, or the check
 * @param forwards forward passes, in samples
 * @param backwards backward passes, in samples
 * @param seconds wall-clock time
 */
public record Phase(String name, long forwards, long backwards, double seconds) {}
