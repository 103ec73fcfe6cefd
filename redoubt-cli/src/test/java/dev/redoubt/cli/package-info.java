/** Tests of the command line, run in this process. */
@NullMarked
package dev.redoubt.cli;

import org.jspecify.annotations.NullMarked;
