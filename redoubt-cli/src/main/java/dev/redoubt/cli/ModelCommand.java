package dev.redoubt.cli;

import dev.redoubt.model.ModelBundle;
import dev.redoubt.nn.Graph;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt model}. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Looks at models.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ModelCommand.Info.class)
final class ModelCommand {
  /** {@code redoubt model info}: checks a bundle and says what is in it. */
  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Checks a model bundle, and says what is in it.",
      footerHeading = "%nExamples:%n",
      footer = "  redoubt model info --model hardened.safetensors")
  static final class Info implements Callable<Integer> {
    @Option(
        names = "--model",
        required = true,
        paramLabel = "FILE",
        description = "A model bundle, as 'redoubt train' writes it.")
    private Path file = Path.of("");

    // Nothing here computes, but every command takes the common options.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
      ModelBundle bundle = ModelBundle.read(file);
      PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
      out.println("file        " + file);
      out.println("sha256      " + bundle.digest());
      out.println(
          "input       "
              + bundle.input().shape()
              + " in ["
              + bundle.input().low()
              + ", "
              + bundle.input().high()
              + "]");
      out.println("classes     " + bundle.labels().size() + " " + bundle.labels());
      out.printf("parameters  %,d%n", bundle.network().parameterCount());
      out.println("training");
      bundle.training().forEach((key, value) -> out.println("  " + key + ": " + value));
      out.println("graph");
      for (Graph.Node node : bundle.network().graph().nodes()) {
        out.println("  " + node.name() + " = " + node.operator() + " of " + node.inputs());
      }
      return 0;
    }
  }
}
