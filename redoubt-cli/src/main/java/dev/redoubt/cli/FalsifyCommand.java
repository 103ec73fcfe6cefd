package dev.redoubt.cli;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.evaluate.Falsifier;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.SpecificationModel;
import dev.redoubt.model.spec.SpecifiedNetwork;
import dev.redoubt.model.spec.VnnLibReader;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt falsify}: does this network violate its specification? */
@Command(
    name = "falsify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks for an input that violates a VNN-LIB specification of an ONNX network.",
      "",
      "Prints 'sat' and what found it if there is one, else 'unknown': that attacks find nothing",
      "proves nothing. Attacks work in the box of the specification stretched to [0, 1], so that",
      "--step-size is a share of it and the budget always is the whole box."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt falsify --model net.onnx --spec prop_3.vnnlib",
      "  redoubt falsify --model net.onnx --spec prop_3.vnnlib --attack autoattack",
      "  redoubt falsify --model net.onnx --spec prop_3.vnnlib.gz --attack pgd --loss margin \\",
      "      --steps 100 --restarts 10 --seed 1 --out counterexample.txt"
    })
final class FalsifyCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description =
          "An ONNX file. The specification's X are its input in row-major order, Y its output.")
  private Path model = Path.of("");

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "A VNN-LIB file, packed with gzip or not.")
  private Path file = Path.of("");

  @Mixin private AttackOptions attacks = new AttackOptions();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write a counterexample, as VNN-COMP wants it: ((X_0 v) … (Y_0 v) …).")
  private @Nullable Path out;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Device device = common.start();
    requireWritable();
    attacks.check(SpecificationModel.THREAT.norm());
    IntFunction<List<Attack<?>>> cascade =
        classes -> attacks.cascade(SpecificationModel.THREAT.norm(), classes);
    Specification specification = VnnLibReader.read(file);
    NetworkModel network = SpecifiedNetwork.open(model, specification, device);
    Optional<Counterexample> found =
        Scope.value(
            () -> new Falsifier(cascade, common.seed, device).falsify(network, specification));
    PrintWriter answer = Objects.requireNonNull(spec).commandLine().getOut();
    answer.println(found.map(this::sentence).orElse("unknown: no counterexample to " + file));
    found.filter(example -> !example.fragile()).ifPresent(this::write);
    return 0;
  }

  private String sentence(Counterexample example) {
    return example.fragile()
        ? "unknown: %s violates %s in 32-bit arithmetic alone".formatted(example.attack(), file)
        : "sat: %s violates %s".formatted(example.attack(), file);
  }

  /** So that no search is in vain. */
  private void requireWritable() {
    Path folder = out == null ? null : out.toAbsolutePath().getParent();
    if (out != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(out))) {
      throw new BadInputException(
          "cannot write " + out + ": expected a file in a directory with write permission");
    }
  }

  private void write(Counterexample example) {
    if (out != null) {
      byte[] text = example.text().getBytes(StandardCharsets.US_ASCII);
      AtomicFile.write(out, stream -> stream.write(text));
      if (!common.quiet) {
        Objects.requireNonNull(spec).commandLine().getErr().println("Wrote " + out);
      }
    }
  }
}
