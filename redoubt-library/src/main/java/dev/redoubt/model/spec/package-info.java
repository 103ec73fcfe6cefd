/**
 * Specifications of networks: what must not happen, as a box of inputs and a condition on the
 * outputs. {@link dev.redoubt.model.spec.VnnLibReader} reads them from VNN-LIB files; {@link
 * dev.redoubt.model.spec.SpecificationModel} turns one together with a network into a classifier,
 * so that every attack looks for counterexamples as it is.
 */
@NullMarked
package dev.redoubt.model.spec;

import org.jspecify.annotations.NullMarked;
