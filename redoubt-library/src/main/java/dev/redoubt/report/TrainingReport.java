package dev.redoubt.report;

import dev.redoubt.train.EpochSummary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that one training run came to.
 *
 * @param provenance what is needed to run it again
 * @param data the dataset, with those of its samples that were held out
 * @param heldOut how many of its samples were never trained on and are what accuracies are shares
 *     of; may be 0
 * @param threats what it was hardened against, all of it at once; empty for training without
 *     attacks
 * @param model the file that was delivered
 * @param method the name of the training method
 * @param settings of method, optimiser and whatever else was chosen, by name
 * @param history an entry an epoch
 * @param keptEpoch the epoch whose weights were delivered, 0 if none was
 * @param alarms what went wrong on the way, in sentences; may be empty
 * @param notes other sentences that a reader of the numbers has to know; may be empty
 * @param seconds wall-clock seconds of the whole run
 */
public record TrainingReport(
    Provenance provenance,
    DataSummary data,
    int heldOut,
    List<ThreatSummary> threats,
    ModelIdentity model,
    String method,
    Map<String, Object> settings,
    List<EpochSummary> history,
    int keptEpoch,
    List<String> alarms,
    List<String> notes,
    double seconds) {
  /** Copies. */
  public TrainingReport {
    threats = List.copyOf(threats);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    history = List.copyOf(history);
    alarms = List.copyOf(alarms);
    notes = List.copyOf(notes);
  }

  /** The epoch whose weights were delivered, if one was. */
  Optional<EpochSummary> kept() {
    return history.stream().filter(epoch -> epoch.epoch() == keptEpoch).findFirst();
  }
}
