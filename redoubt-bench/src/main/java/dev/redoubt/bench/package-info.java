/**
 * Speed and memory, measured: each program compares things within one run and prints ratios. Not
 * published; the only code besides {@code dev.redoubt.tensor} that calls the engine directly.
 */
@NullMarked
package dev.redoubt.bench;

import org.jspecify.annotations.NullMarked;
