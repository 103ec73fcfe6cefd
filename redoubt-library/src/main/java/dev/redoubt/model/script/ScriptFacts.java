package dev.redoubt.model.script;

/**
 * What is known of a TorchScript model.
 *
 * @param parameters their number, in values
 * @param buffers their number, in values: running statistics, constants of a normalisation
 * @param schema the signature of {@code forward}
 * @param probabilities whether its outputs on probe inputs all lie in [0, 1] and sum to 1: then it
 *     likely ends in a softmax, and losses that want logits are weak against it
 * @param random whether two passes over the same input differ; the draws are the engine's own, so
 *     they can't be repeated
 * @param fixedBatch whether it takes one sample at a time only
 * @param precise whether it can be run in fp64
 */
public record ScriptFacts(
    long parameters,
    long buffers,
    String schema,
    boolean probabilities,
    boolean random,
    boolean fixedBatch,
    boolean precise) {}
