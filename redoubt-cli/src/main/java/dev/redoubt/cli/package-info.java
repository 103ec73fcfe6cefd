/** The command line: a thin layer that parses, calls the library, shows progress and prints. */
@NullMarked
package dev.redoubt.cli;

import org.jspecify.annotations.NullMarked;
