/** Tests of pipeline. */
@NullMarked
package dev.redoubt.pipeline;

import org.jspecify.annotations.NullMarked;
