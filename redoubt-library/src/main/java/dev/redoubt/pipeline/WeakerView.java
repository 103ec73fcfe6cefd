package dev.redoubt.pipeline;

import dev.redoubt.model.Declaration.Backward;

/**
 * A way to differentiate a stage that is weaker than the one it declares, but known from the
 * literature: to show how much a result owes to a weak attack, never to conclude anything from.
 *
 * @param name what reports and the command line call it, such as {@code bpda}
 * @param backward what is differentiated in the stage's place
 */
public record WeakerView(String name, Backward.Surrogate backward) {}
