package dev.redoubt.purify.trial;

import java.util.Optional;

/**
 * A sample to be looked at, with what the adaptive attacker hands in for it.
 *
 * @param index of the sample in the dataset
 * @param cleanAnswer index of the class that wins the vote on the sample as it is
 * @param attackedAnswer the same for the candidate
 * @param candidate its values; empty if the attacker has broken no sample
 */
public record Example(
    int index, int cleanAnswer, int attackedAnswer, Optional<float[]> candidate) {}
