/**
 * Diffusion: how samples turn into noise (schedules), models of that noise, and ways back.
 * Everything here works on values in [-1, 1]; pixels come in and go out through {@link
 * dev.redoubt.diffusion.DiffusionModel}. Stands on {@code data} and below.
 */
@NullMarked
package dev.redoubt.diffusion;

import org.jspecify.annotations.NullMarked;
