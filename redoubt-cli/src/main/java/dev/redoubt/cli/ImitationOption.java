package dev.redoubt.cli;

import dev.redoubt.AtomicFile;
import dev.redoubt.BadInputException;
import dev.redoubt.catalog.ModelOptions;
import dev.redoubt.catalog.Models;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.data.NpyArray;
import dev.redoubt.data.NpzReader;
import dev.redoubt.data.NpzWriter;
import dev.redoubt.data.Relabelled;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Training on the answers of another model (Papernot et al. 2017, section 4): what comes of it
 * stands in for a model that can only be queried. Each sample costs one query; answers are kept as
 * they come in, so that a run that was stopped asks for none of them twice.
 */
final class ImitationOption {
  private static final int TOGETHER = 100;
  private static final String FILE = "answers.npz";

  @Option(
      names = "--label-by",
      paramLabel = "MODEL",
      description = {
        "Learn what this model answers in place of the labels, one query a sample: so a surrogate of",
        "a model that can only be queried is made, to attack it from (redoubt attack --surrogate)."
      })
  private @Nullable String model;

  @Option(
      names = "--label-by-option",
      paramLabel = "NAME=VALUE",
      description = "A setting of that model, as --model-option of redoubt attack.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /** The data as the model would have them labelled; samples that it rejects are left out. */
  Dataset labelled(
      Dataset dataset, RunFolder folder, CommonOptions common, Device device, PrintWriter err)
      throws IOException {
    if (model == null) {
      if (!settings.isEmpty()) {
        throw new BadInputException("--label-by-option wants --label-by");
      }
      return dataset;
    }
    ModelOptions options = ModelOptions.NONE.withSettings(settings).forData(dataset);
    OpenedModel opened = Models.open(model, options, device);
    LabelModel target = opened.pipeline().deployed();
    Fit.check(target, dataset);
    Path file = folder.path().resolve(FILE);
    String owner = opened.digest() + opened.defence() + dataset.digest() + " " + common.seed;
    int[] known = kept(file, owner);
    try (Progress bar = Progress.start("Asking", "samples", dataset.size(), common.quiet)) {
      while (known.length < dataset.size()) {
        int[] more = answers(target, dataset, known.length, common.seed, device);
        known = IntStream.concat(Arrays.stream(known), Arrays.stream(more)).toArray();
        keep(file, owner, known);
        bar.at(known.length, "");
      }
    }
    return relabelled(
        dataset, known, opened, target, common.quiet ? Optional.empty() : Optional.of(err));
  }

  /** What the model says of the next samples. */
  private static int[] answers(
      LabelModel target, Dataset dataset, int from, long seed, Device device) {
    int[] next = IntStream.range(from, Math.min(dataset.size(), from + TOGETHER)).toArray();
    return Scope.value(
        () -> {
          Batch batch = Batch.read(dataset, next, device);
          return target.predict(batch.inputs(), batch.draws(seed, "answer")).ints();
        });
  }

  private static Dataset relabelled(
      Dataset dataset,
      int[] known,
      OpenedModel opened,
      LabelModel target,
      Optional<PrintWriter> err) {
    int[] answered =
        IntStream.range(0, known.length).filter(i -> known[i] != LabelModel.NO_CLASS).toArray();
    if (answered.length == 0) {
      throw new BadInputException("model %s rejects all samples".formatted(target.name()));
    }
    long agree = IntStream.of(answered).filter(i -> known[i] == dataset.label(i)).count();
    err.ifPresent(
        told ->
            told.printf(
                "%d queries to %s; it answers %d of the samples with their labels%n",
                known.length, target.name(), agree));
    int[] labels = IntStream.of(answered).map(i -> known[i]).toArray();
    List<String> classes = classes(dataset, opened, target.classes());
    return new Relabelled(DatasetView.select(dataset, answered), classes, labels);
  }

  /** The classes of the model, by the names of the data as far as these go. */
  private static List<String> classes(Dataset dataset, OpenedModel opened, int count) {
    List<String> known = opened.labels().size() == count ? opened.labels() : dataset.classes();
    return IntStream.range(0, count)
        .mapToObj(k -> k < known.size() ? known.get(k) : Integer.toString(k))
        .toList();
  }

  private static int[] kept(Path file, String owner) {
    if (!Files.exists(file)) {
      return new int[0];
    }
    Map<String, NpyArray> arrays = NpzReader.read(file);
    NpyArray of = arrays.get("owner");
    if (of == null || !new String(of.bytes(), StandardCharsets.UTF_8).equals(owner)) {
      return new int[0];
    }
    return Arrays.stream(Objects.requireNonNull(arrays.get("answers")).longs())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  private static void keep(Path file, String owner, int[] answers) throws IOException {
    byte[] text = owner.getBytes(StandardCharsets.UTF_8);
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("owner", NpyArray.of(text, text.length));
    arrays.put("answers", NpyArray.of(answers, answers.length));
    AtomicFile.write(file, out -> NpzWriter.write(out, arrays));
  }

  /** The model that is imitated, for provenance. */
  Optional<String> imitated() {
    return Optional.ofNullable(model);
  }
}
