package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.redoubt.data.InputSpec;
import dev.redoubt.train.DenoisedSample;
import dev.redoubt.train.DenoisingEpoch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the training of one denoiser came to.
 *
 * @param provenance what is needed to run it again
 * @param data the dataset, with those of its samples that were held out
 * @param heldOut how many of its samples were never trained on, and are what ratios are about
 * @param model the file that was delivered
 * @param settings noise, optimiser and whatever else was chosen, by name
 * @param history an entry an epoch
 * @param keptEpoch the epoch whose weights were delivered
 * @param notes sentences that a reader of the numbers has to know; may be empty
 * @param seconds wall-clock seconds of the whole run
 * @param input shape and range of the samples
 * @param examples some held-out samples, for the page alone; may be empty
 * @param classes names of their labels
 */
public record DenoisingReport(
    Provenance provenance,
    DataSummary data,
    int heldOut,
    ModelIdentity model,
    Map<String, Object> settings,
    List<DenoisingEpoch> history,
    int keptEpoch,
    List<String> notes,
    double seconds,
    @JsonIgnore InputSpec input,
    @JsonIgnore List<DenoisedSample> examples,
    @JsonIgnore List<String> classes) {
  /** Copies. */
  public DenoisingReport {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    history = List.copyOf(history);
    notes = List.copyOf(notes);
    examples = List.copyOf(examples);
    classes = List.copyOf(classes);
  }

  /** The epoch whose weights were delivered. */
  DenoisingEpoch kept() {
    return history.get(keptEpoch - 1);
  }
}
