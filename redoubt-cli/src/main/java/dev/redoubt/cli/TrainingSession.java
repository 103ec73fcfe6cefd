package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.report.Provenance;
import dev.redoubt.tensor.Device;
import dev.redoubt.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What one {@code redoubt train} works with, whatever it teaches.
 *
 * @param dataset what is learnt from
 * @param imitated the model whose answers the labels are, if they are
 * @param extra mixed into each batch, if there is any
 * @param folder for checkpoints, metrics and report
 * @param out the file to be written
 */
record TrainingSession(
    CommandSpec spec,
    CommonOptions common,
    Device device,
    Instant started,
    Dataset dataset,
    Optional<String> imitated,
    Optional<Dataset> extra,
    RunFolder folder,
    Path out) {
  private static final List<String> ENDINGS_OF_OTHERS = List.of(".onnx", ".pt", ".pth", ".ts");

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  Provenance provenance() {
    return Recorded.provenance(spec, common, device, dataset, started);
  }

  /**
   * Refuses a file whose name promises what is never written.
   *
   * @param noun what is written instead
   */
  void wantsOwnFile(String noun) {
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (ENDINGS_OF_OTHERS.stream().anyMatch(name::endsWith)) {
      throw new BadInputException(
          "a %s is written as a Redoubt file: give --out a name ending in .safetensors, not %s"
              .formatted(noun, out));
    }
  }

  /** Says what is about to be done. */
  void begins(Map<String, Object> settings) {
    if (!common.quiet) {
      settings.forEach((key, value) -> err().println(key + ": " + value));
    }
  }

  /** Says what has to be known. */
  void notes(String sentence) {
    if (!common.quiet) {
      err().println(sentence);
    }
  }

  /** Says what was done. */
  void ends(int epoch, int epochs) {
    if (!common.quiet) {
      err()
          .println(
              "Wrote %s (epoch %d of %d), and %s"
                  .formatted(out, epoch, epochs, folder.path().resolve("report.html")));
    }
  }

  /**
   * The sentence of a run that diverged, with its last good weights in a file. The same settings
   * would get no further from the checkpoint, and others would be refused beside it: it goes.
   *
   * @param writer writes the weights that the run has gone back to
   */
  BadInputException diverged(Trainer.Diverged diverged, Writer writer) throws IOException {
    folder.done();
    if (diverged.goodEpoch() == 0) {
      return diverged;
    }
    Path good = folder.path().resolve("last-good-" + out.getFileName());
    writer.write(good);
    return new BadInputException(
        "%s; the weights after epoch %d are kept: go on with --from %s"
            .formatted(diverged.getMessage(), diverged.goodEpoch(), good),
        diverged);
  }

  /** Writes weights into a file. */
  interface Writer {
    void write(Path file) throws IOException;
  }
}
