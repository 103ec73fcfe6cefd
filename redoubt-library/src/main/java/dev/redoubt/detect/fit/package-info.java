/**
 * What scores learn from: clean samples, adversarial ones, and what the classifier makes of them.
 */
@NullMarked
package dev.redoubt.detect.fit;

import org.jspecify.annotations.NullMarked;
