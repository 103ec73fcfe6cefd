@NullMarked
package dev.redoubt.detect.trial;

import org.jspecify.annotations.NullMarked;
