package dev.redoubt.model;

import java.util.Set;

/**
 * Opens models of a kind that the library does not know by itself. Providers are found by {@link
 * java.util.ServiceLoader}; see {@link ModelProviders}.
 */
public interface ModelProvider {
  /** The schemes that it answers to, in small letters: {@code onnxruntime}. */
  Set<String> schemes();

  /**
   * Opens a model. A model that is {@link AutoCloseable} is closed by whoever opened it.
   *
   * @throws dev.redoubt.BadInputException in one sentence, if it can't be opened
   */
  LabelModel open(ModelRequest request);
}
