package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.CertificationPlan.Protocol;
import dev.redoubt.certify.FamilyWise;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.RadiusDefaults;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.Smoothing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be proven, and by which statistics. */
final class ProofOptions {
  @Option(
      names = "--radii",
      split = ",",
      paramLabel = "R",
      description = {
        "Radii to decide for each input, all from one stream of draws, such as 0.25,0.5,0.75",
        "(default: five that the smoothing can give, up to 2.5 sigma)."
      })
  private List<Double> radii = List.of();

  @Option(
      names = "--full",
      description = "The radius of each input instead of a grid: takes more draws.")
  private boolean full;

  @Option(
      names = "--width",
      paramLabel = "R",
      description = {
        "With --full: stop when the radius is known to within this (default: a thirtieth of --up-to)."
      })
  private @Nullable Double width;

  @Option(
      names = "--up-to",
      paramLabel = "R",
      description = "With --full: prove no radius beyond this (default: three sigma).")
  private @Nullable Double upTo;

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = {
        "group-sequential, e-process, curtailed, or fixed, which is the procedure of Cohen et al.",
        "(default: group-sequential; with --full, e-process)."
      })
  private @Nullable String test;

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description = "The probability that a certificate is false (default: ${DEFAULT-VALUE}).")
  private double alpha = 0.001;

  @Option(
      names = "--family-wise",
      paramLabel = "HOW",
      description = {
        "bonferroni or holm: alpha is the probability that any certificate of the run is false. Holm",
        "wants a single radius and --test e-process or fixed (default: none, alpha is for each)."
      })
  private String familyWise = "none";

  @Option(
      names = "--n",
      paramLabel = "N",
      description = "Draws an input at most (default: ${DEFAULT-VALUE}).")
  private int n = 100_000;

  @Option(
      names = "--deployment",
      description = {
        "Certify as in use, where the label is unknown: --n0 draws choose the class. Without it the",
        "label itself is tested, as evaluations on labelled data may."
      })
  private boolean deployment;

  @Option(
      names = "--n0",
      paramLabel = "N",
      description = "With --deployment: draws that choose the class (default: 100).")
  private @Nullable Integer n0;

  /** How alpha is shared among the inputs. */
  FamilyWise familyWise() {
    return Arrays.stream(FamilyWise.values())
        .filter(one -> one.spelling().equals(familyWise.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Suggestion.unknown(
                    "family-wise guarantee",
                    familyWise,
                    Arrays.stream(FamilyWise.values()).map(FamilyWise::spelling).toList()));
  }

  /** The probability that was given, for one certificate or for the family. */
  double alpha() {
    return alpha;
  }

  /**
   * The plan.
   *
   * @param inputs how many there are
   */
  CertificationPlan plan(Smoothing smoothing, int inputs, long seed) {
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new BadInputException("--alpha must lie between 0 and 0.5, not be " + alpha);
    }
    CertificationPlan plan =
        new CertificationPlan(
            smoothing,
            procedure(),
            radii(smoothing),
            familyWise().level(alpha, inputs),
            n,
            protocol(),
            seed);
    familyWise().check(plan);
    return plan;
  }

  private Protocol protocol() {
    if (n0 != null && !deployment) {
      throw new BadInputException(
          "--n0 goes with --deployment: the label itself is tested without");
    }
    return deployment ? new Protocol.Deployment(n0 == null ? 100 : n0) : new Protocol.Labelled();
  }

  private Procedure procedure() {
    String name = test;
    if (name == null) {
      return full ? Procedure.E_PROCESS : Procedure.GROUP_SEQUENTIAL;
    }
    return Arrays.stream(Procedure.values())
        .filter(one -> one.spelling().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Suggestion.unknown(
                    "test",
                    name,
                    Arrays.stream(Procedure.values()).map(Procedure::spelling).toList()));
  }

  private Radii radii(Smoothing smoothing) {
    if (full) {
      if (!radii.isEmpty()) {
        throw new BadInputException("--radii and --full exclude each other");
      }
      double end = upTo == null ? RadiusDefaults.upTo(smoothing) : upTo;
      return new Radii.Full(width == null ? end / 30 : width, end);
    }
    if (width != null || upTo != null) {
      throw new BadInputException("--width and --up-to go with --full");
    }
    return new Radii.Grid(
        radii.isEmpty()
            ? RadiusDefaults.grid(smoothing)
            : radii.stream().sorted().distinct().toList());
  }
}
