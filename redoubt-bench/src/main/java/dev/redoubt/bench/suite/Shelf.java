package dev.redoubt.bench.suite;

import dev.redoubt.BadInputException;
import dev.redoubt.data.ClassNames;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.PurifierBundle;
import dev.redoubt.nn.Network;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Networks that were trained once, in a folder. Each file says how it was made; one that was made
 * in another way, or by another version, is made again, and the log says so.
 */
final class Shelf {
  private static final String MADE_AS = "made_as";
  private static final String SECONDS = "seconds";

  private final Path folder;
  private final PrintStream log;
  private double seconds;

  Shelf(Path folder, PrintStream log) {
    this.folder = folder;
    this.log = log;
  }

  /** A kind of file. */
  private record Form(Function<Path, Kept> reader, Function<Kept, ? extends Writer> writer) {}

  /** Writes a file. */
  @FunctionalInterface
  private interface Writer {
    void write(Path file);
  }

  private record Kept(Network network, Map<String, Object> training) {}

  /**
   * A classifier.
   *
   * @param outputs number of its outputs
   */
  Network classifier(
      String name, String madeAs, InputSpec input, int outputs, Function<Path, Network> maker) {
    Form form =
        new Form(
            file -> {
              ModelBundle bundle = ModelBundle.read(file);
              return new Kept(bundle.network(), bundle.training());
            },
            kept ->
                file ->
                    new ModelBundle(
                            kept.network(), input, ClassNames.numbers(outputs), kept.training())
                        .write(file));
    return kept(name, madeAs, form, maker);
  }

  /** A network that gives what it takes. */
  Network purifier(String name, String madeAs, InputSpec input, Function<Path, Network> maker) {
    Form form =
        new Form(
            file -> {
              PurifierBundle bundle = PurifierBundle.read(file);
              return new Kept(bundle.network(), bundle.training());
            },
            kept -> file -> new PurifierBundle(kept.network(), input, kept.training()).write(file));
    return kept(name, madeAs, form, maker);
  }

  /**
   * Seconds that it took to train what was asked for since this was asked last, whenever that was.
   */
  double secondsSpent() {
    double spent = seconds;
    seconds = 0;
    return spent;
  }

  /**
   * @param maker is given the place of a checkpoint
   */
  private Network kept(String name, String madeAs, Form form, Function<Path, Network> maker) {
    Path file = folder.resolve(name + ".safetensors");
    if (Files.exists(file)) {
      try {
        Kept kept = form.reader().apply(file);
        if (madeAs.equals(kept.training().get(MADE_AS))) {
          seconds += ((Number) Objects.requireNonNull(kept.training().get(SECONDS))).doubleValue();
          return kept.network();
        }
        log.println(file + " was made by another version or recipe: it is made again");
      } catch (BadInputException e) {
        log.println(file + " can't be used: " + e.getMessage() + "; it is made again");
      }
    }
    log.println("training " + name);
    Path checkpoint = folder.resolve(name + ".checkpoint");
    long start = System.nanoTime();
    Network network = maker.apply(checkpoint);
    double took = (System.nanoTime() - start) / 1e9;
    form.writer().apply(new Kept(network, Map.of(MADE_AS, madeAs, SECONDS, took))).write(file);
    try {
      Files.deleteIfExists(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    seconds += took;
    return network;
  }
}
