@NullMarked
package dev.redoubt.detect;

import org.jspecify.annotations.NullMarked;
