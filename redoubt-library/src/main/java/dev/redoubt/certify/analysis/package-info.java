/**
 * What a set of certificates amounts to: certified accuracies, the average radius, the curve; and
 * the files that certificates are kept in, ours and those of others.
 */
@NullMarked
package dev.redoubt.certify.analysis;

import org.jspecify.annotations.NullMarked;
