/**
 * The embedded road signs: a dataset that needs no download. Twelve signs as shapes, painted by a
 * small rasteriser and photographed by a simulated camera.
 *
 * <p>The pixels are the same on every platform: no fonts, no AWT; only +, −, ×, ÷, square root and
 * {@link StrictMath}, whose results the language fixes, and generators whose every draw is keyed by
 * seed, split, index and purpose.
 */
@NullMarked
package dev.redoubt.data.roadsigns;

import org.jspecify.annotations.NullMarked;
