/**
 * A small face over libtorch: tensors and their operations by family, structural scopes for
 * off-heap memory, gradients, optimisers, keyed random streams, devices and threads.
 *
 * <p>The lowest floor: it uses nothing of Redoubt above it, and it is the only code (benchmarks
 * aside) that imports {@code org.bytedeco}.
 */
@NullMarked
package dev.redoubt.tensor;

import org.jspecify.annotations.NullMarked;
