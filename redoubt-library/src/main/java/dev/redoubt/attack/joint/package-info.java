/**
 * Attacks on models that may reject, which treat class and suspicion apart: where the two ask for
 * opposite steps, one set of logits for both can hold an attack up. Each looks once a step; a row
 * that surely comes through leaves.
 */
@NullMarked
package dev.redoubt.attack.joint;

import org.jspecify.annotations.NullMarked;
