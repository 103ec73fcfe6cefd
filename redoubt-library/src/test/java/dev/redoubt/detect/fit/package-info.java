@NullMarked
package dev.redoubt.detect.fit;

import org.jspecify.annotations.NullMarked;
