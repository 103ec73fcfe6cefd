package dev.redoubt.cli;

import dev.redoubt.catalog.Parameter;
import dev.redoubt.catalog.attacks.AttackKind;
import dev.redoubt.catalog.attacks.Attacks;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.commons.text.WordUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code redoubt attacks}: what there is to attack with. */
@Command(
    name = "attacks",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the attacks with what they need of a model, their norms, their cost in",
      "passes for a sample that they do not break, and their papers; or tells all of",
      "one, with its values.",
      "",
      "Values stand behind a colon with pluses between, in order or by name. Options",
      "of redoubt attack of the same name hold for all attacks that have them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt attacks",
      "  redoubt attacks pgd",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat linf:0.1 \\",
      "      --attack pgd:steps=100+restarts=10,apgd-t --out report"
    })
final class AttacksCommand implements Callable<Integer> {
  private static final int WIDTH = 74;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Attacks to tell more of (default: a list of all).")
  private List<String> names = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (names.isEmpty()) {
      list(out);
    } else {
      List<AttackKind> kinds = names.stream().map(Attacks::named).toList();
      kinds.forEach(kind -> details(out, kind));
    }
    return 0;
  }

  private static void list(PrintWriter out) {
    for (AttackKind.Family family : AttackKind.Family.values()) {
      List<AttackKind> kinds =
          Attacks.ALL.stream().filter(kind -> kind.family() == family).toList();
      if (!kinds.isEmpty()) {
        out.printf("%s%n", family.title());
        kinds.forEach(kind -> summary(out, kind));
        out.println();
      }
    }
    out.printf("Cascades%n");
    out.printf(
        "  %-16s %s%n", "autoattack", "apgd-ce, apgd-t, fab-t, square as their authors set them;");
    out.printf("  %-16s %s%n", "", "also autoattack:plus, autoattack:rand, autoattack:custom=LIST");
    out.printf("  %-16s %s%n", "", "Croce and Hein 2020");
  }

  private static void summary(PrintWriter out, AttackKind kind) {
    out.printf(
        Locale.ROOT,
        "  %-16s %-10s %s%n",
        kind.name(),
        kind.needsInWords(),
        String.join(" ", kind.norms()));
    indented(out, kind.summary());
    indented(out, "cost: " + kind.cost());
    if (!kind.reference().isEmpty()) {
      indented(out, kind.reference());
    }
  }

  private static void indented(PrintWriter out, String text) {
    WordUtils.wrap(text, WIDTH).lines().forEach(line -> out.printf("    %s%n", line));
  }

  private static void details(PrintWriter out, AttackKind kind) {
    summary(out, kind);
    if (kind.parameters().isEmpty()) {
      indented(out, "takes no values");
    }
    for (Parameter parameter : kind.parameters()) {
      String otherwise = parameter.value().map(v -> "; " + v + " unless given").orElse("");
      indented(out, parameter.name() + ": " + parameter.meaning() + otherwise);
    }
  }
}
