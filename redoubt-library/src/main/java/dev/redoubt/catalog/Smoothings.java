package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.certify.smoothing.Ablation;
import dev.redoubt.certify.smoothing.Converted;
import dev.redoubt.certify.smoothing.Deletion;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.certify.smoothing.UniformSmoothing;
import dev.redoubt.data.InputSpec;
import java.util.List;

/** The smoothings by name. */
public final class Smoothings {
  static final Kind GAUSSIAN =
      new Kind(
          "gaussian",
          "Gaussian noise; radii in l2",
          "Cohen et al. 2019",
          MethodNumber.SIGMA,
          false,
          (sigma, fill, input) -> new GaussianSmoothing(sigma));

  static final Kind UNIFORM =
      new Kind(
          "uniform",
          "uniform noise; radii in l1",
          "Yang et al. 2020",
          MethodNumber.SIGMA,
          false,
          (sigma, fill, input) -> new UniformSmoothing(sigma));

  static final Kind ABLATION =
      new Kind(
          "ablation",
          "a fixed number of pixels or features kept; radii count changed ones (l0)",
          "Levine and Feizi 2020",
          MethodNumber.KEPT,
          true,
          (kept, fill, input) -> Ablation.of(whole(kept), input, fill));

  static final Kind DELETION =
      new Kind(
          "deletion",
          "each pixel or feature deleted by itself; radii count changed ones (l0)",
          "after Levine and Feizi 2020",
          MethodNumber.DELETION_RATE,
          true,
          (rate, fill, input) -> Deletion.of(rate, input, fill));

  /** All of them. */
  public static final List<Kind> ALL = List.of(GAUSSIAN, UNIFORM, ABLATION, DELETION);

  /** Where in the range of inputs the value lies that is filled in, unless set. */
  public static final double FILL = 0.5;

  private Smoothings() {}

  /**
   * One smoothing as users know it.
   *
   * @param name its name, which is also that of the method that trains for it
   * @param summary what it does, in a few words
   * @param reference paper
   * @param number the number that it takes
   * @param fills whether it may be told what to fill in as well
   * @param maker builds it
   */
  public record Kind(
      String name,
      String summary,
      String reference,
      MethodNumber number,
      boolean fills,
      Maker maker) {}

  /** Builds a smoothing. */
  @FunctionalInterface
  public interface Maker {
    /**
     * For inputs of such a shape and range.
     *
     * @param fill where in that range the value lies that is filled in
     */
    Smoothing make(double number, double fill, InputSpec input);
  }

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Kind::name).toList();
  }

  /**
   * The smoothing of a name.
   *
   * @throws BadInputException if there is none, its number is missing or out of range, others are
   *     given, or its radii do not convert to the norm
   */
  public static Smoothing named(String name, SmoothingSettings settings, InputSpec input) {
    Kind kind =
        ALL.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Suggestion.unknown("smoothing", name, names()));
    settings.check(kind);
    double fill = settings.numbers().getOrDefault(MethodNumber.FILL, FILL);
    Smoothing own = kind.maker().make(settings.required(kind), fill, input);
    return settings.norm().map(norm -> Converted.to(norm, own, input.features())).orElse(own);
  }

  private static int whole(double number) {
    if (number != Math.rint(number) || Math.abs(number) > 1e9) {
      throw new BadInputException(
          "%s wants a whole number, not %s".formatted(MethodNumber.KEPT.option(), number));
    }
    return (int) number;
  }
}
