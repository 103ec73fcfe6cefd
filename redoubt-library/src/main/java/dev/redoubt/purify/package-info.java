/**
 * Stages that change inputs before they are classified: encodings, filters, random changes and
 * learned denoisers. Stands on {@code train} and below.
 */
@NullMarked
package dev.redoubt.purify;

import org.jspecify.annotations.NullMarked;
