/**
 * TorchScript archives as models with gradients: what is checked before the engine sees an archive,
 * and the model itself.
 */
@NullMarked
package dev.redoubt.model.script;

import org.jspecify.annotations.NullMarked;
