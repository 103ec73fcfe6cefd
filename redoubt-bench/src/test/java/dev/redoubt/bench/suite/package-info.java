/** Tests of the suite that judges the judge. */
@NullMarked
package dev.redoubt.bench.suite;

import org.jspecify.annotations.NullMarked;
