package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code redoubt data}. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = "Looks at datasets.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = DataCommand.Info.class)
final class DataCommand {
  /** {@code redoubt data info}: reads all of a dataset and says what is in it. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Reads all of a dataset, checks it, and says what is in it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  redoubt data info --data roadsigns",
        "  redoubt data info --data mnist:DIR --split train",
        "  redoubt data info --data images:photos.zip",
      })
  static final class Info implements Callable<Integer> {
    @Mixin private DataOptions data = new DataOptions();

    // Nothing here computes, but every command takes the common options.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      Dataset dataset = data.open("test");
      int[] counts = new int[dataset.classes().size()];
      for (int i = 0; i < dataset.size(); i++) {
        counts[dataset.label(i)]++;
      }
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println("name     " + dataset.name());
      out.println("split    " + dataset.split());
      out.println("samples  " + dataset.size());
      out.println("shape    " + dataset.input().shape());
      out.println("range    [" + dataset.input().low() + ", " + dataset.input().high() + "]");
      out.println("sha256   " + dataset.digest());
      out.println("classes  " + counts.length);
      for (int label = 0; label < counts.length; label++) {
        out.printf("  %3d  %-28s %7d%n", label, dataset.classes().get(label), counts[label]);
      }
      return 0;
    }
  }
}
