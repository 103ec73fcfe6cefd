@NullMarked
package dev.redoubt.onnxruntime;

import org.jspecify.annotations.NullMarked;
