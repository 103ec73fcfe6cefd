package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.compare.ComparisonPlan;
import dev.redoubt.compare.TrainingPart;
import dev.redoubt.data.Dataset;
import dev.redoubt.report.RunFiles;
import dev.redoubt.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The models of a comparison in the order of its rows, from files or trained.
 *
 * @param says takes a sentence for the user
 */
record ComparedModels(
    ComparisonOptions options,
    ComparisonOptions.Asked asked,
    ComparisonPlan plan,
    Dataset dataset,
    CommonOptions common,
    Device device,
    Consumer<String> says,
    PrintWriter err) {
  /**
   * Refuses at once what can't be compared, as far as it can be told before anything is trained.
   *
   * @throws BadInputException in one sentence
   */
  void check(ComparedRows rows) {
    if (asked.given().isEmpty()) {
      if (!options.train().input().equals(dataset.input())) {
        throw new BadInputException(
            "the samples of %s to learn from and to measure on differ in shape: give --models"
                .formatted(options.data()));
      }
      if (asked.families().contains(Family.DETECTION) && options.others().isEmpty()) {
        throw new BadInputException(
            "measuring on %d test samples of %s leaves fewer than the 19 that set the threshold of a detector: give a smaller --limit, or leave detection out of --defences"
                .formatted(dataset.size(), options.data()));
      }
      for (AddedDefence own : asked.added()) {
        Defence.parse(own.stages()).stages(dataset.input());
      }
      return;
    }
    given().forEach(rows::check);
  }

  /**
   * All of them.
   *
   * @param kept where trained ones are kept
   */
  List<ComparedModel> models(Path kept) throws IOException {
    return asked.given().isEmpty() ? trained(kept) : given();
  }

  private List<ComparedModel> given() {
    List<ComparedModel> models = new ArrayList<>();
    for (GivenModels.Named named : asked.given()) {
      models.add(GivenModels.open(named.name(), named.file(), Optional.empty(), dataset, device));
    }
    return withAdded(models);
  }

  private List<ComparedModel> trained(Path kept) throws IOException {
    RunFiles.prepare(kept);
    List<ComparedModel> models = new ArrayList<>();
    try (FolderLock lock =
        FolderLock.of(kept, "another run is training in " + kept.toAbsolutePath())) {
      FamilyModels families =
          new FamilyModels(
              new ModelCache(kept, says),
              options.train(),
              options.others().orElse(dataset),
              plan.threat(),
              common,
              device,
              err);
      for (Family family : asked.families()) {
        models.add(families.of(family));
      }
    }
    return withAdded(models);
  }

  private List<ComparedModel> withAdded(List<ComparedModel> bases) {
    List<ComparedModel> all = new ArrayList<>(bases);
    for (AddedDefence own : asked.added()) {
      ComparedModel base =
          own.model().map(name -> bases.get(asked.bases().indexOf(name))).orElse(bases.get(0));
      ComparedModel behind =
          GivenModels.open(
              own.name(), base.file(), Optional.of(Defence.parse(own.stages())), dataset, device);
      Optional<List<TrainingPart>> classifier = base.training().map(parts -> parts.subList(0, 1));
      all.add(
          new ComparedModel(
              own.name(),
              "%s around %s".formatted(own.stages(), base.name()),
              base.file(),
              behind.opened(),
              behind.pipeline(),
              classifier));
    }
    return all;
  }
}
