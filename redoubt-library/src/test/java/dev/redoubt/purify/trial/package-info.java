@NullMarked
package dev.redoubt.purify.trial;

import org.jspecify.annotations.NullMarked;
