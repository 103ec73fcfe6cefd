package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.redoubt.data.InputSpec;
import dev.redoubt.train.DenoisedSample;
import dev.redoubt.train.DiffusionEpoch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the training of one diffusion model came to.
 *
 * @param provenance what is needed to run it again
 * @param data the dataset, with those of its samples that were held out
 * @param heldOut how many of its samples were never trained on, and are what errors are about
 * @param model the file that was delivered
 * @param settings noise schedule, optimiser and whatever else was chosen, by name
 * @param history an entry an epoch
 * @param keptEpoch the epoch whose weights were delivered
 * @param notes sentences that a reader of the numbers has to know; may be empty
 * @param seconds wall-clock seconds of all epochs
 * @param input shape and range of the samples
 * @param pictures for the page alone; none if samples are no images
 * @param classes names of the labels
 */
public record DiffusionReport(
    Provenance provenance,
    DataSummary data,
    int heldOut,
    ModelIdentity model,
    Map<String, Object> settings,
    List<DiffusionEpoch> history,
    int keptEpoch,
    List<String> notes,
    double seconds,
    @JsonIgnore InputSpec input,
    @JsonIgnore Pictures pictures,
    @JsonIgnore List<String> classes) {
  /** Copies. */
  public DiffusionReport {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    history = List.copyOf(history);
    notes = List.copyOf(notes);
    classes = List.copyOf(classes);
  }

  /**
   * What there is to look at.
   *
   * @param generated samples from nothing but noise, in pixel space
   * @param steps back that each took
   * @param examples held-out samples with noise, and what one look made of them
   */
  public record Pictures(List<float[]> generated, int steps, List<DenoisedSample> examples) {
    /** Of samples that are no images. */
    public static final Pictures NONE = new Pictures(List.of(), 0, List.of());

    /** Copies. */
    public Pictures {
      generated = List.copyOf(generated);
      examples = List.copyOf(examples);
    }
  }

  /** The epoch whose weights were delivered. */
  DiffusionEpoch kept() {
    return history.get(keptEpoch - 1);
  }
}
