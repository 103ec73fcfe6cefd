/** Tests of networks, operators, architectures and the safetensors layout. */
@NullMarked
package dev.redoubt.nn;

import org.jspecify.annotations.NullMarked;
