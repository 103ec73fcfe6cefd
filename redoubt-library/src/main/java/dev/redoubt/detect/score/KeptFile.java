package dev.redoubt.detect.score;

import dev.redoubt.detect.State;
import dev.redoubt.nn.Safetensors;

/**
 * A file that a score was made with, and keeps.
 *
 * @param name of the file
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of a file, never compared
public record KeptFile(String name, byte[] content) {
  private static final String NAME = "file_name";
  private static final String CONTENT = "file";

  /** From what {@link #into} gave. */
  static KeptFile of(State state) {
    return new KeptFile(state.text(NAME), state.array(CONTENT).data());
  }

  /** A state that keeps it. */
  State into(State state) {
    return state.with(NAME, name).with(CONTENT, Safetensors.Entry.of(content));
  }
}
