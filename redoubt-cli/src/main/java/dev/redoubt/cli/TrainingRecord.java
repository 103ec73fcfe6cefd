package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import dev.redoubt.report.DataSummary;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.Provenance;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.ThreatSummary;
import dev.redoubt.report.TrainingReport;
import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import dev.redoubt.train.OnCollapse;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what the training of a classifier comes to: metrics after each epoch, the report at the
 * end.
 */
final class TrainingRecord extends MetricsRecord<EpochSummary> implements TrainingListener {
  private final List<String> alarms = new ArrayList<>();
  private int ignoredAlarms;

  TrainingRecord(Path folder, TrainingListener next) {
    super(folder, next);
  }

  @Override
  public void onResume(List<EpochSummary> done, int batchesDone) {
    done.stream().filter(EpochSummary::collapsed).map(CollapseAlarm::sentence).forEach(alarms::add);
    super.onResume(done, batchesDone);
  }

  @Override
  public void onCollapse(EpochSummary summary, int goodEpoch, OnCollapse action) {
    note(summary, goodEpoch, action);
    super.onCollapse(summary, goodEpoch, action);
  }

  /** Alarms that nothing is done about ring in each later epoch: the first one says it all. */
  private void note(EpochSummary summary, int goodEpoch, OnCollapse action) {
    if (action != OnCollapse.WARN || ignoredAlarms++ == 0) {
      alarms.add(
          CollapseAlarm.sentence(summary) + " " + TrainingProgress.reaction(goodEpoch, action));
    }
  }

  /** Writes the report. */
  void report(
      Provenance provenance,
      Recipe recipe,
      Dataset dataset,
      ModelIdentity model,
      Map<String, Object> settings,
      Trainer.Result result) {
    Map<String, Object> shown = new LinkedHashMap<>(settings);
    shown.remove("method"); // has a place of its own
    List<String> notes = new ArrayList<>();
    if (result.history().size() < recipe.passes() && alarms.isEmpty()) {
      notes.add(RunProgress.impatience(result.history().size(), recipe.passes()));
    }
    if (ignoredAlarms > 1) {
      notes.add("The alarm rang again in %d later epochs.".formatted(ignoredAlarms - 1));
    }
    RunFiles.writeReport(
        folder,
        new TrainingReport(
            provenance,
            new DataSummary(dataset.name(), dataset.split(), dataset.size()),
            result.heldOut(),
            recipe.objective().threats().stream()
                .map(t -> new ThreatSummary(t.norm().name(), t.epsilon(), t.text()))
                .toList(),
            model,
            recipe.objective().name(),
            shown,
            result.history(),
            result.epoch(),
            alarms,
            notes,
            result.history().stream().mapToDouble(EpochSummary::seconds).sum()));
  }
}
