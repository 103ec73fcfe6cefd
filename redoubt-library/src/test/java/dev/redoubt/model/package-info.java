/** Tests of model bundles, and of published weights against published figures. */
@NullMarked
package dev.redoubt.model;

import org.jspecify.annotations.NullMarked;
