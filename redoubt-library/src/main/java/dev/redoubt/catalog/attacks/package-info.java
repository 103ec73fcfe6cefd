/**
 * The attacks by name: each with what it needs, its norms, cost, parameters and paper, a file for
 * every family; and the cascades that are made of them. It may use everything that the catalogue
 * may.
 */
@NullMarked
package dev.redoubt.catalog.attacks;

import org.jspecify.annotations.NullMarked;
