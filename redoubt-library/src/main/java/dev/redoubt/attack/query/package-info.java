/**
 * What attacks that only ask have in common: each row is a search of its own over plain Java
 * arrays, and one loop gathers the questions of all of them into batches, keeps every budget, and
 * counts. Stands on {@code attack} and below.
 */
@NullMarked
package dev.redoubt.attack.query;

import org.jspecify.annotations.NullMarked;
