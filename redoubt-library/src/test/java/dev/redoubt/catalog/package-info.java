/** Tests of names and their defaults. */
@NullMarked
package dev.redoubt.catalog;

import org.jspecify.annotations.NullMarked;
