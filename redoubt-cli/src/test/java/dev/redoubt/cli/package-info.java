/** Tests of the command line. */
@NullMarked
package dev.redoubt.cli;

import org.jspecify.annotations.NullMarked;
