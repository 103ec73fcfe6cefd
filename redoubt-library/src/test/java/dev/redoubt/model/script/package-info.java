@NullMarked
package dev.redoubt.model.script;

import org.jspecify.annotations.NullMarked;
