@NullMarked
package dev.redoubt.detect.score;

import org.jspecify.annotations.NullMarked;
