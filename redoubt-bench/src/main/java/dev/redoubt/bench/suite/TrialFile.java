package dev.redoubt.bench.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.BadInputException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What trials came to, a line each, appended as they end. The first line names the program that
 * audited; what another one has said is put aside, and the log says so.
 */
final class TrialFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROGRAM = "program";

  private final Path file;
  private final List<Trial> trials = new ArrayList<>();

  /**
   * A file that is there, or a new one.
   *
   * @param program names what audits, down to its last change
   */
  TrialFile(Path file, String program, PrintStream log) {
    this.file = file;
    try {
      if (Files.exists(file) && !read(program, log)) {
        Path aside = file.resolveSibling(file.getFileName() + ".old");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        trials.clear();
        log.println("the trials of another version are in " + aside + "; all is audited again");
      }
      if (!Files.exists(file)) {
        append(JSON.writeValueAsString(Map.of(PROGRAM, program)));
      }
    } catch (IOException e) {
      throw cannot(e);
    }
  }

  /** Whether it is of the same program. A last line that was cut off does not count. */
  private boolean read(String program, PrintStream log) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.get(0).contains(program)) {
      return false;
    }
    StringBuilder whole = new StringBuilder(lines.get(0)).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      try {
        trials.add(JSON.readValue(line, Trial.class));
        whole.append(line).append('\n');
      } catch (JsonProcessingException e) {
        log.println("a trial was cut off, and is done again");
      }
    }
    Files.writeString(file, whole, StandardCharsets.UTF_8);
    return true;
  }

  /** All that are done. */
  List<Trial> trials() {
    return List.copyOf(trials);
  }

  /** The trial of one run, if it is done. */
  Optional<Trial> of(Fixture fixture, Fixture.Run run) {
    return trials.stream().filter(trial -> trial.isOf(fixture, run)).findFirst();
  }

  /**
   * Keeps one more.
   *
   * @throws BadInputException if there is no room
   */
  void add(Trial trial) {
    try {
      append(JSON.writeValueAsString(trial));
    } catch (IOException e) {
      throw cannot(e);
    }
    trials.add(trial);
  }

  private void append(String line) throws IOException {
    Files.writeString(
        file,
        line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private BadInputException cannot(IOException e) {
    return new BadInputException("cannot write " + file + ": " + e.getMessage(), e);
  }
}
