package dev.redoubt.audit;

/**
 * Something that an audit did not do.
 *
 * @param what the check or part of it, such as {@code H8 binarization test}
 * @param why a sentence
 */
public record NotRun(String what, String why) {}
