/**
 * Certificates: radii within which a prediction provably stays. Randomised smoothing of any
 * classifier, by the fixed number of draws of Cohen et al. or sequentially. Stands on {@code
 * evaluate} and below.
 */
@NullMarked
package dev.redoubt.certify;

import org.jspecify.annotations.NullMarked;
