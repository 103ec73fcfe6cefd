package dev.redoubt.cli;

import dev.redoubt.catalog.StageKind;
import dev.redoubt.catalog.Stages;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code redoubt stages}: what a defence can be made of. */
@Command(
    name = "stages",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Lists the stages that a defence can be made of, with their parameters.",
      "",
      "A defence is given to attack, train and certify with --defend: stages with bars",
      "between, through which inputs pass in order. Values are given in order or by",
      "name."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt stages",
      "  redoubt attack --model net.onnx --data mnist:DIR --threat linf:0.1 \\",
      "      --defend \"bit-depth:1\" --out report",
      "  redoubt attack --model signs.safetensors --data roadsigns --threat linf:4/255 \\",
      "      --defend \"jpeg:75 | median:3\" --out report",
      "  redoubt train --data mnist:DIR --arch common-cnn --defend thermometer:16 \\",
      "      --out thermometer.safetensors"
    })
final class StagesCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    for (StageKind kind : Stages.ALL) {
      out.printf(Locale.ROOT, "%-14s %s%n", kind.name(), kind.summary());
      out.printf(Locale.ROOT, "  %s%n", kind.reference());
      ParameterLines.print(out, kind.parameters());
    }
    return 0;
  }
}
