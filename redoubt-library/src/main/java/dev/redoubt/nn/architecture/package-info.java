/** Published architectures, built from the operators; weight names are those of PyTorch. */
@NullMarked
package dev.redoubt.nn.architecture;

import org.jspecify.annotations.NullMarked;
