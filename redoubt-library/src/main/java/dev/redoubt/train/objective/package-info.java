/** What training minimises: one class an objective. They know the loop only by its lessons. */
@NullMarked
package dev.redoubt.train.objective;

import org.jspecify.annotations.NullMarked;
