/** Redoubt: attacks, hardening, evaluation and evidence for classifiers on the JVM. */
@NullMarked
package dev.redoubt;

import org.jspecify.annotations.NullMarked;
