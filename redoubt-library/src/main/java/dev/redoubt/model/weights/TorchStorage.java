package dev.redoubt.model.weights;

import dev.redoubt.nn.ElementType;

/**
 * One block of elements that tensors are views of.
 *
 * @param key its name within the file
 * @param type of its elements
 * @param count number of its elements
 */
record TorchStorage(String key, ElementType type, long count) implements PickleValue {
  /** Its size, or the largest long if it is larger. */
  long bytes() {
    return count > Long.MAX_VALUE / type.bytes() ? Long.MAX_VALUE : count * type.bytes();
  }
}
