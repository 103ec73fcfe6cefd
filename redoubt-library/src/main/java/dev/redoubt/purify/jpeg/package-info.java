/**
 * What a baseline JPEG file does to an image, computed with tensors: as the reference codec of the
 * Independent JPEG Group and its kin do (integer arithmetic throughout, "islow" transform, 4:2:0
 * chroma, triangle upsampling), or smoothly, for gradients.
 */
@NullMarked
package dev.redoubt.purify.jpeg;

import org.jspecify.annotations.NullMarked;
