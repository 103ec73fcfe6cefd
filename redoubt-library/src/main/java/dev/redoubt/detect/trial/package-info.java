/**
 * What detectors are worth: ROC curves, and how far attackers get who know nothing or everything.
 */
@NullMarked
package dev.redoubt.detect.trial;

import org.jspecify.annotations.NullMarked;
