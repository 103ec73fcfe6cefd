package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.decision.GivenStarts;
import dev.redoubt.attack.decision.NoiseStarts;
import dev.redoubt.attack.decision.Starts;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.evaluate.Targeting;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the attacker wants of each sample. */
final class TargetOption {
  private static final List<String> POLICIES = List.of("least-likely", "random", "all");
  private static final String FILE = "file:";

  /** Samples that an attacker may well have. */
  private static final int STARTS = 1000;

  /** The most values that these may have together. */
  private static final int VALUES = 1 << 25;

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = {
        "What the attacker wants: least-likely or random for a class of each sample's own, all for",
        "every other class in turn until one is reached, a class by name or number (samples of it",
        "are left out), or file:FILE with a class a line, in the order of the samples (default: any",
        "wrong class)."
      })
  private @Nullable String target;

  /**
   * The samples that can be attacked so, and what is wanted of them.
   *
   * @param starts where attacks that see labels alone begin: towards targets at samples of them
   */
  record Aimed(Dataset dataset, Targeting targeting, Starts starts) {}

  /**
   * Reads it.
   *
   * @throws BadInputException if a class is unknown, a file can't be read, or nothing is left
   */
  Aimed aimed(Dataset dataset, boolean quiet, PrintWriter err) {
    if (target == null) {
      return new Aimed(dataset, Targeting.untargeted(), new NoiseStarts());
    }
    Starts starts = starts(dataset);
    return switch (target) {
      case "least-likely" -> new Aimed(dataset, new Targeting.LeastLikely(), starts);
      case "random" -> new Aimed(dataset, new Targeting.RandomClass(), starts);
      case "all" -> new Aimed(dataset, new Targeting.All(), starts);
      default ->
          target.startsWith(FILE)
              ? new Aimed(dataset, given(dataset, target.substring(FILE.length())), starts)
              : oneClass(
                  dataset, classOf(dataset, target), quiet ? Optional.empty() : Optional.of(err));
    };
  }

  private static Aimed oneClass(Dataset dataset, int wanted, Optional<PrintWriter> err) {
    int[] others =
        IntStream.range(0, dataset.size()).filter(i -> dataset.label(i) != wanted).toArray();
    if (others.length == 0) {
      throw new BadInputException(
          "every sample has the label %d, which is the target".formatted(wanted));
    }
    int left = dataset.size() - others.length;
    if (left > 0) {
      err.ifPresent(
          told -> told.printf("%d samples of class %d, the target, are left out%n", left, wanted));
    }
    Dataset aimed = left == 0 ? dataset : DatasetView.select(dataset, others);
    return new Aimed(aimed, new Targeting.OneClass(wanted), starts(dataset));
  }

  private static Starts starts(Dataset dataset) {
    int room = VALUES / Math.max(1, dataset.input().features());
    return GivenStarts.of(dataset, Math.max(1, Math.min(STARTS, room)));
  }

  private static Targeting given(Dataset dataset, String file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(Path.of(file)).stream().filter(l -> !l.isBlank()).toList();
    } catch (IOException | InvalidPathException e) {
      throw new BadInputException("file %s of targets can't be read".formatted(file), e);
    }
    if (lines.size() != dataset.size()) {
      throw new BadInputException(
          "file %s has %d targets, but there are %d samples: expected one a line"
              .formatted(file, lines.size(), dataset.size()));
    }
    Map<Long, Integer> targets = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      targets.put(dataset.id(i), classOf(dataset, lines.get(i).strip()));
    }
    return new Targeting.Given(targets);
  }

  private static int classOf(Dataset dataset, String name) {
    List<String> names = dataset.classes();
    int known = names.indexOf(name);
    if (known >= 0) {
      return known;
    }
    boolean number =
        !name.isEmpty() && name.length() < 9 && name.chars().allMatch(Character::isDigit);
    if (number) {
      return Integer.parseInt(name);
    }
    List<String> all = new ArrayList<>(POLICIES);
    all.addAll(names);
    throw Suggestion.unknown("target", name, all);
  }
}
