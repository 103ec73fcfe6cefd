/**
 * Detectors: scores that tell adversarial inputs from clean ones, the false-positive rate at which
 * they reject, and how well they do. A detector is fitted for one classifier and one kind of input,
 * and becomes a stage of a pipeline. Stands on {@code purify} and below.
 */
@NullMarked
package dev.redoubt.detect;

import org.jspecify.annotations.NullMarked;
