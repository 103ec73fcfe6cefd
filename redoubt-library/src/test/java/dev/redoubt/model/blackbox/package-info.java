@NullMarked
package dev.redoubt.model.blackbox;

import org.jspecify.annotations.NullMarked;
