package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code redoubt}. */
@Command(
    name = "redoubt",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Attacks classifiers, hardens them, and says with evidence how robust they are.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      AuditCommand.class,
      CompareCommand.class,
      AttackCommand.class,
      AttacksCommand.class,
      UniversalCommand.class,
      CertifyCommand.class,
      DetectCommand.class,
      PurifyCommand.class,
      FalsifyCommand.class,
      StagesCommand.class,
      DataCommand.class,
      ModelCommand.class,
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt demo --out demo-report",
      "  redoubt train --data mnist:DIR --arch common-cnn --method pgd --threat linf:0.3 \\",
      "      --epochs 10 --out hardened.safetensors",
      "  redoubt attack --model hardened.safetensors --data mnist:DIR --threat linf:0.3 \\",
      "      --attack fgsm,pgd --out mnist-report",
      "  redoubt audit --model hardened.safetensors --data mnist:DIR --limit 500 \\",
      "      --threat linf:0.3 --claim 0.85 --out audit",
      "  redoubt compare --out comparison",
      "  redoubt certify --model smooth.safetensors --data mnist:DIR --limit 500 --sigma 0.5 \\",
      "      --out certificates",
      "",
      "Each command explains itself: redoubt COMMAND --help",
    })
public final class Main implements Runnable {
  /** Exit code for bad input. */
  static final int BAD_INPUT = 2;

  @Spec private @Nullable CommandSpec spec;

  private Main() {}

  /**
   * Runs the program and exits: 0 done, 1 a failure of ours, 2 bad input. An audit gives its
   * verdict so as well.
   */
  public static void main(String[] args) {
    System.exit(run(writer(System.out), writer(System.err), args));
  }

  /** A writer in the terminal's own character set. */
  private static PrintWriter writer(PrintStream stream) {
    Charset charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    return new PrintWriter(new OutputStreamWriter(stream, charset), true);
  }

  /** Runs the program, printing to the given writers, and gives the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = commandLine().setOut(out).setErr(err);
    line.setExecutionExceptionHandler(Main::failed);
    line.setParameterExceptionHandler(Main::misused);
    try {
      return line.execute(RecipeArguments.expanded(args));
    } catch (BadInputException e) {
      err.println("redoubt: " + e.getMessage());
      return BAD_INPUT;
    }
  }

  /** The commands, ready to parse. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    for (String name : List.of("audit", "certify")) {
      OptionalForSubcommands.relax(Objects.requireNonNull(line.getSubcommands().get(name), name));
    }
    return line;
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    boolean debug = parsed.originalArgs().contains("--debug");
    if (debug) {
      e.printStackTrace(line.getErr());
    }
    if (e instanceof BadInputException) {
      line.getErr().println("redoubt: " + e.getMessage());
      return BAD_INPUT;
    }
    line.getErr().println("redoubt: " + e + (debug ? "" : " (--debug shows where)"));
    return 1;
  }

  private static int misused(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("redoubt: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See " + name + " --help");
    return BAD_INPUT;
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getErr());
  }
}
