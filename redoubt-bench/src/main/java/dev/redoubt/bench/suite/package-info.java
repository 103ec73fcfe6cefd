/**
 * How often an audit errs: models whose robustness is known are built, audited and counted. {@link
 * dev.redoubt.bench.suite.Fixtures} lists them, {@link dev.redoubt.bench.suite.Workshop} trains
 * what they need, {@link dev.redoubt.bench.suite.Trials} audits them one by one and keeps what came
 * of it, {@link dev.redoubt.bench.suite.ConfusionMatrix} counts.
 */
@NullMarked
package dev.redoubt.bench.suite;

import org.jspecify.annotations.NullMarked;
