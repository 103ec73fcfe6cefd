/** Tests of the datasets and their readers. */
@NullMarked
package dev.redoubt.data;

import org.jspecify.annotations.NullMarked;
