/**
 * Datasets in pixel space and their readers, and the embedded road signs. Stands on {@code tensor}
 * and {@code nn}; nothing here knows of attacks.
 */
@NullMarked
package dev.redoubt.data;

import org.jspecify.annotations.NullMarked;
