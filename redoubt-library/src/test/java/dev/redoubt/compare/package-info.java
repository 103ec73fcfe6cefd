@org.jspecify.annotations.NullMarked
package dev.redoubt.compare;
