package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.MethodNumber;
import dev.redoubt.catalog.MethodSettings;
import dev.redoubt.catalog.Methods;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.SeveralNorms.Combination;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which training method, and its settings. */
final class MethodOptions {
  @Option(
      names = "--method",
      paramLabel = "NAME",
      description = {
        "standard, pgd, trades, mart, fgsm, fgsm-rs, n-fgsm, free; for randomised smoothing:",
        "gaussian, uniform, ablation, deletion, smoothadv, consistency, macer (default: ${DEFAULT-VALUE})."
      })
  private String method = "standard";

  @Option(
      names = "--threat",
      paramLabel = "NORM:EPSILON",
      description = {
        "What to harden against, in pixel space: linf:8/255, l2:0.5, l1:12. For pgd several, with",
        "commas between them."
      })
  private @Nullable String threat;

  @Option(
      names = "--norms",
      paramLabel = "HOW",
      description =
          "Of several threats, learn from each sample's worst (max) or from all (average; default: ${DEFAULT-VALUE}).")
  private String norms = "max";

  @Option(
      names = "--attack-steps",
      paramLabel = "N",
      description =
          "Steps of the inner attack (default: 40 on MNIST-sized input at linf of .1 or more, else 10; smoothadv 4).")
  private @Nullable Double steps;

  @Option(
      names = "--attack-step-size",
      paramLabel = "SIZE",
      description =
          "Length of its steps, such as 2/255 (default: epsilon/30 and epsilon/4 respectively).")
  private @Nullable String stepSize;

  @Option(
      names = "--clean-fraction",
      paramLabel = "SHARE",
      description =
          "Share of each batch that is left clean, for pgd and the one-step methods (default: ${DEFAULT-VALUE}).")
  private double cleanFraction = 0;

  @Option(
      names = "--beta",
      paramLabel = "WEIGHT",
      description = "trades, mart: weight of the robust term (default: 6 and 5).")
  private @Nullable Double beta;

  @Option(
      names = "--replays",
      paramLabel = "M",
      description =
          "free: updates on each batch; passes over the data are epochs / M (default: 4).")
  private @Nullable Double replays;

  @Option(
      names = "--alpha",
      paramLabel = "FACTOR",
      description = "fgsm-rs, n-fgsm: length of the step in epsilons (default: 1.25 and 1).")
  private @Nullable Double alpha;

  @Option(
      names = "--noise-radius",
      paramLabel = "FACTOR",
      description = "n-fgsm: radius of the noise in epsilons (default: 2).")
  private @Nullable Double noiseRadius;

  @Option(
      names = "--sigma",
      paramLabel = "DEVIATION",
      description = "Smoothing by noise: deviation of the noise (default: .25).")
  private @Nullable Double sigma;

  @Option(
      names = "--kept",
      paramLabel = "K",
      description =
          "ablation: pixels (features of a table) that are kept, less than half (default: 45).")
  private @Nullable Double kept;

  @Option(
      names = "--deletion-rate",
      paramLabel = "RATE",
      description = "deletion: share of the pixels (features) deleted, above .5 (default: .95).")
  private @Nullable Double deletionRate;

  @Option(
      names = "--fill",
      paramLabel = "SHARE",
      description = {
        "ablation, deletion: what stands where something was taken away, from 0, the lowest value of",
        "inputs, to 1, the highest (default: .5)."
      })
  private @Nullable Double fill;

  @Option(
      names = "--copies",
      paramLabel = "M",
      description =
          "Smoothing methods: changed copies of a sample (default: 1; smoothadv, consistency 2; macer 16).")
  private @Nullable Double copies;

  @Option(
      names = "--lambda",
      paramLabel = "WEIGHT",
      description = "consistency, macer: weight of the regulariser (default: 10 and 12).")
  private @Nullable Double lambda;

  @Option(
      names = "--eta",
      paramLabel = "WEIGHT",
      description = "consistency: weight of the entropy (default: .5).")
  private @Nullable Double eta;

  @Option(
      names = "--gamma",
      paramLabel = "END",
      description = "macer: where its hinge ends (default: 8).")
  private @Nullable Double gamma;

  @Option(
      names = "--sharpness",
      paramLabel = "FACTOR",
      description = "macer: inverse temperature (default: 16).")
  private @Nullable Double sharpness;

  Objective objective(InputSpec input) {
    List<ThreatModel> threats =
        threat == null
            ? List.of()
            : Arrays.stream(threat.split(",", -1)).map(ThreatModel::parse).toList();
    return Methods.named(
        method,
        new MethodSettings(
            threats,
            combination(),
            Optional.ofNullable(stepSize).map(StepSize::parse),
            cleanFraction,
            numbers()),
        input);
  }

  private Combination combination() {
    return switch (norms.toLowerCase(Locale.ROOT)) {
      case "max" -> Combination.MAX;
      case "average" -> Combination.AVERAGE;
      default ->
          throw Suggestion.unknown("way with several norms", norms, List.of("max", "average"));
    };
  }

  private Map<MethodNumber, Double> numbers() {
    Map<MethodNumber, Double> numbers = new EnumMap<>(MethodNumber.class);
    put(numbers, MethodNumber.STEPS, steps);
    put(numbers, MethodNumber.BETA, beta);
    put(numbers, MethodNumber.REPLAYS, replays);
    put(numbers, MethodNumber.ALPHA, alpha);
    put(numbers, MethodNumber.NOISE_RADIUS, noiseRadius);
    put(numbers, MethodNumber.SIGMA, sigma);
    put(numbers, MethodNumber.KEPT, kept);
    put(numbers, MethodNumber.DELETION_RATE, deletionRate);
    put(numbers, MethodNumber.FILL, fill);
    put(numbers, MethodNumber.COPIES, copies);
    put(numbers, MethodNumber.LAMBDA, lambda);
    put(numbers, MethodNumber.ETA, eta);
    put(numbers, MethodNumber.GAMMA, gamma);
    put(numbers, MethodNumber.SHARPNESS, sharpness);
    return numbers;
  }

  private static void put(
      Map<MethodNumber, Double> numbers, MethodNumber number, @Nullable Double value) {
    if (value != null) {
      if (!Double.isFinite(value)) {
        throw new BadInputException(number.option() + " must be finite, not " + value);
      }
      numbers.put(number, value);
    }
  }
}
