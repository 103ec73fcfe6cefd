package dev.redoubt.pipeline;

import dev.redoubt.model.Declaration.Backward;

/**
 * An approximate way to differentiate a stage, known from the literature, beside the exact one that
 * it declares: to show how much a result owes to the attack, never to conclude anything from.
 *
 * @param name what reports and the command line call it, such as {@code bpda}
 * @param backward what is differentiated in the stage's place
 */
public record WeakerView(String name, Backward.Surrogate backward) {}
