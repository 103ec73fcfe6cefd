package dev.redoubt.model;

import dev.redoubt.data.InputSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A defence as a bundle keeps it: in words, with the files that the words speak of.
 *
 * @param spec the stages in the notation of {@code --defend}
 * @param takes the inputs of the whole; the classifier may take others
 * @param files content by name
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of files, never compared
public record BundledDefence(String spec, InputSpec takes, Map<String, byte[]> files) {
  /** Copies, and keeps the order. */
  public BundledDefence {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
