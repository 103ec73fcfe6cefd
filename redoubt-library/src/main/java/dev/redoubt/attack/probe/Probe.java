package dev.redoubt.attack.probe;

import dev.redoubt.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how an iterative attack takes its gradient. All that differs from the plain gradient at
 * the point itself helps perturbations to carry over to other models; the parts combine.
 *
 * @param nesterov whether the gradient is taken ahead of the point, where the momentum alone would
 *     carry it (NI-FGSM, Lin et al. 2020, equation 6)
 * @param scales m, copies {@code x / 2^i} for i from 0 to m - 1 over which loss and gradient are
 *     averaged (SI, Lin et al. 2020, equation 8); each is a forward and a backward pass; 1 for the
 *     point alone
 * @param diversity random changes of the images, drawn anew for each step and copy
 * @param filters what is done to the gradient, in this order
 */
public record Probe(
    boolean nesterov,
    int scales,
    Optional<InputDiversity> diversity,
    List<GradientFilter> filters) {
  /** The plain gradient at the point. */
  public static final Probe PLAIN = new Probe(false, 1, Optional.empty(), List.of());

  /** Copies in Lin et al. 2020. */
  public static final int SCALES = 5;

  private static final int MOST_SCALES = 30;

  /** Checks the settings. */
  public Probe {
    if (scales < 1 || scales > MOST_SCALES) {
      throw new BadInputException(
          "gradients can be averaged over 1 to %d scale copies, not %d"
              .formatted(MOST_SCALES, scales));
    }
    filters = List.copyOf(filters);
  }

  /** The same, ahead of the point. */
  public Probe lookingAhead() {
    return new Probe(true, scales, diversity, filters);
  }

  /** The same over so many scale copies. */
  public Probe overScales(int copies) {
    return new Probe(nesterov, copies, diversity, filters);
  }

  /** The same with random changes of the images. */
  public Probe with(InputDiversity changes) {
    return new Probe(nesterov, scales, Optional.of(changes), filters);
  }

  /** The same with one filter more. */
  public Probe with(GradientFilter filter) {
    List<GradientFilter> more = new ArrayList<>(filters);
    more.add(filter);
    return new Probe(nesterov, scales, diversity, more);
  }

  /** Whether it is the gradient at the point, as it is. */
  public boolean isPlain() {
    return equals(PLAIN);
  }

  /** Whether the first forward pass is at the point itself, and so shows what the model says. */
  public boolean seesThePoint() {
    return !nesterov && diversity.isEmpty();
  }

  /** Whether it makes sense for images alone. */
  public boolean wantsImages() {
    return diversity.isPresent() || !filters.isEmpty();
  }

  /** What differs from the plain gradient, by name. */
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (nesterov) {
      settings.put("nesterov", true);
    }
    if (scales > 1) {
      settings.put("scale_copies", scales);
    }
    diversity.ifPresent(
        changes -> {
          settings.put("diversity_probability", changes.probability());
          settings.put("diversity_smallest", changes.smallest());
        });
    if (!filters.isEmpty()) {
      settings.put("gradient_filters", filters.stream().map(GradientFilter::words).toList());
    }
    return settings;
  }
}
