/**
 * Statistics of yes/no draws that know nothing of models: how large a probability surely is, after
 * as few draws as possible.
 */
@NullMarked
package dev.redoubt.certify.sequential;

import org.jspecify.annotations.NullMarked;
