package dev.redoubt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command line that the README, the guides, the results and the help show is one. */
final class DocumentedCommandsTest {
  @TestFactory
  Stream<DynamicTest> documented() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> pages = Files.walk(Path.of("../docs"))) {
      Stream.concat(Stream.of(Path.of("../README.md")), pages)
          .filter(page -> page.toString().endsWith(".md"))
          .forEach(page -> lines.addAll(commands(read(page), "./redoubt ")));
    }
    CommandLine root = Main.commandLine();
    List<CommandLine> all = new ArrayList<>(List.of(root));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    for (CommandLine command : all) {
      String footer = String.join("\n", command.getCommandSpec().usageMessage().footer());
      lines.addAll(commands(footer.stripIndent(), "redoubt "));
    }
    assertThat(lines).hasSizeGreaterThan(15);
    return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> parses(line)));
  }

  /** A per cent sign is a format to the library that prints the help. */
  @Test
  void descriptionsOfOptionsArePrintedAsTheyAre() {
    List<CommandLine> all = new ArrayList<>(List.of(Main.commandLine()));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    for (CommandLine command : all) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        for (String line : option.description()) {
          assertThatCode(() -> String.format(line)).as(line).doesNotThrowAnyException();
        }
      }
    }
  }

  private static void parses(String line) {
    List<String> words = CommandLineRun.words(line);
    Main.commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
  }

  /** Lines that begin with the program, with their continuations, comments cut off. */
  private static List<String> commands(String text, String program) {
    return text.replace("\\\n", " ")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(program) && !line.contains("COMMAND"))
        .map(line -> line.replaceAll("\\s#.*", ""))
        .toList();
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
