package dev.redoubt.catalog;

import static dev.redoubt.catalog.MethodNumber.ALPHA;
import static dev.redoubt.catalog.MethodNumber.BETA;
import static dev.redoubt.catalog.MethodNumber.COPIES;
import static dev.redoubt.catalog.MethodNumber.ETA;
import static dev.redoubt.catalog.MethodNumber.FILL;
import static dev.redoubt.catalog.MethodNumber.GAMMA;
import static dev.redoubt.catalog.MethodNumber.LAMBDA;
import static dev.redoubt.catalog.MethodNumber.NOISE_RADIUS;
import static dev.redoubt.catalog.MethodNumber.REPLAYS;
import static dev.redoubt.catalog.MethodNumber.SHARPNESS;
import static dev.redoubt.catalog.MethodNumber.SIGMA;
import static dev.redoubt.catalog.MethodNumber.STEPS;

import dev.redoubt.BadInputException;
import dev.redoubt.Suggestion;
import dev.redoubt.attack.StepSize;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Objective;
import dev.redoubt.train.objective.CleanMixture;
import dev.redoubt.train.objective.Consistency;
import dev.redoubt.train.objective.FgsmRs;
import dev.redoubt.train.objective.FgsmTraining;
import dev.redoubt.train.objective.FreeTraining;
import dev.redoubt.train.objective.Macer;
import dev.redoubt.train.objective.Mart;
import dev.redoubt.train.objective.NFgsm;
import dev.redoubt.train.objective.PgdTraining;
import dev.redoubt.train.objective.PointTraining;
import dev.redoubt.train.objective.SeveralNorms;
import dev.redoubt.train.objective.SmoothAdv;
import dev.redoubt.train.objective.SmoothingTraining;
import dev.redoubt.train.objective.StandardTraining;
import dev.redoubt.train.objective.Trades;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The training methods by name. */
public final class Methods {
  /** All methods, from the cheapest to those for smoothing. */
  public static final List<Method> ALL =
      List.of(
          new Method(
              "standard",
              "cross-entropy on clean samples; no robustness",
              "empirical risk minimisation",
              "1",
              false,
              false,
              false,
              Map.of(),
              a -> new StandardTraining()),
          new Method(
              "pgd",
              "adversarial training: cross-entropy at the worst points PGD finds",
              "Madry et al. 2018",
              "k + 1",
              true,
              true,
              true,
              MethodArguments.steps(10),
              Methods::pgd),
          new Method(
              "trades",
              "clean cross-entropy + beta times the worst divergence in the ball",
              "Zhang et al. 2019",
              "k + 2.3",
              true,
              true,
              false,
              Map.of(STEPS, 10.0, BETA, 6.0),
              a ->
                  new Trades(
                      a.threat(), a.number(BETA), a.steps(a.threat()), a.stepSize(a.threat()))),
          new Method(
              "mart",
              "PGD training that weighs samples by how wrong the clean answer is",
              "Wang et al. 2020",
              "k + 2",
              true,
              true,
              false,
              Map.of(STEPS, 10.0, BETA, 5.0),
              a ->
                  new Mart(
                      a.threat(), a.number(BETA), a.steps(a.threat()), a.stepSize(a.threat()))),
          new Method(
              "fgsm",
              "one full step, no noise: cheap, and collapses at large budgets",
              "Goodfellow et al. 2015",
              "2",
              true,
              false,
              true,
              Map.of(),
              a -> new FgsmTraining(a.threat())),
          new Method(
              "fgsm-rs",
              "one step from a random start (Fast-AT)",
              "Wong et al. 2020",
              "2",
              true,
              false,
              true,
              Map.of(ALPHA, 1.25),
              a -> new FgsmRs(a.threat(), a.number(ALPHA))),
          new Method(
              "n-fgsm",
              "one step from wide noise, not clipped to the ball",
              "de Jorge et al. 2022",
              "2",
              true,
              false,
              true,
              Map.of(ALPHA, 1.0, NOISE_RADIUS, 2.0),
              a -> new NFgsm(a.threat(), a.number(NOISE_RADIUS), a.number(ALPHA))),
          new Method(
              "free",
              "each batch used m times, one backward for weights and perturbation",
              "Shafahi et al. 2019",
              "1 (data passes: epochs / m)",
              true,
              false,
              false,
              Map.of(REPLAYS, 4.0),
              a -> new FreeTraining(a.threat(), a.count(REPLAYS))),
          underOwnSmoothing(
              Smoothings.GAUSSIAN,
              "cross-entropy under Gaussian noise, for randomised smoothing (l2)",
              0.25),
          underOwnSmoothing(
              Smoothings.UNIFORM,
              "cross-entropy under uniform noise, for randomised smoothing (l1)",
              0.25),
          underOwnSmoothing(
              Smoothings.ABLATION,
              "cross-entropy where few pixels are kept, for smoothing by ablation (l0)",
              45),
          underOwnSmoothing(
              Smoothings.DELETION,
              "cross-entropy where pixels are deleted at random, for smoothing (l0)",
              0.95),
          new Method(
              "smoothadv",
              "PGD training of the smoothed classifier (l2)",
              "Salman et al. 2019",
              "copies (k + 1)",
              true,
              true,
              false,
              Map.of(SIGMA, 0.25, COPIES, 2.0, STEPS, 4.0),
              Methods::smoothAdv),
          new Method(
              "consistency",
              "noise, and predictions that agree across it, for smoothing",
              "Jeong and Shin 2020",
              "copies",
              false,
              false,
              false,
              Map.of(SIGMA, 0.25, COPIES, 2.0, LAMBDA, 10.0, ETA, 0.5),
              a ->
                  new Consistency(
                      a.number(SIGMA), a.count(COPIES), a.number(LAMBDA), a.number(ETA))),
          new Method(
              "macer",
              "maximises the certified radius of the smoothed classifier",
              "Zhai et al. 2020",
              "copies",
              false,
              false,
              false,
              Map.of(SIGMA, 0.25, COPIES, 16.0, LAMBDA, 12.0, GAMMA, 8.0, SHARPNESS, 16.0),
              a ->
                  new Macer(
                      a.number(SIGMA),
                      a.count(COPIES),
                      a.number(LAMBDA),
                      a.number(GAMMA),
                      a.number(SHARPNESS))));

  private Methods() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(Method::name).toList();
  }

  /**
   * The objective of a method's name.
   *
   * <p>Inner attacks of several steps take, unless set: 40 steps of ε/30 for Linf budgets of at
   * least .1 on images of one channel and at most 28×28 pixels (MNIST's setting of Madry et al.
   * 2018), else 10 steps of ε/4; {@code smoothadv} takes 2ε divided by the number of its steps.
   *
   * @throws BadInputException if there is none, or the settings do not fit it
   */
  public static Objective named(String name, MethodSettings settings, InputSpec input) {
    Method method =
        ALL.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> Suggestion.unknown("method", name, names()));
    method.check(settings);
    Objective objective = method.maker().make(new MethodArguments(method, settings, input));
    if (settings.cleanFraction() == 0) {
      return objective;
    }
    if (objective instanceof PointTraining points) {
      return new CleanMixture(points, settings.cleanFraction());
    }
    throw new BadInputException(
        "a clean fraction goes with one threat, not with %d".formatted(settings.threats().size()));
  }

  private static Method underOwnSmoothing(Smoothings.Kind kind, String summary, double usual) {
    Map<MethodNumber, Double> defaults = new EnumMap<>(MethodNumber.class);
    defaults.put(kind.number(), usual);
    defaults.put(COPIES, 1.0);
    if (kind.fills()) {
      defaults.put(FILL, Smoothings.FILL);
    }
    return new Method(
        kind.name(),
        summary,
        kind.reference(),
        "copies",
        false,
        false,
        false,
        defaults,
        a -> {
          double fill = kind.fills() ? a.number(FILL) : Double.NaN;
          Smoothing own = kind.maker().make(a.number(kind.number()), fill, a.input());
          return new SmoothingTraining(own, a.count(COPIES));
        });
  }

  private static Objective pgd(MethodArguments a) {
    List<PgdTraining> each = a.threats().stream().map(threat -> pgd(a, threat)).toList();
    return each.size() == 1 ? each.get(0) : new SeveralNorms(each, a.settings().combination());
  }

  private static Objective smoothAdv(MethodArguments a) {
    int steps = a.count(STEPS);
    StepSize size =
        a.settings().stepSize().orElse(new StepSize.OfEpsilon(2.0 / Math.max(1, steps)));
    return new SmoothAdv(a.threat(), a.number(SIGMA), a.count(COPIES), steps, size);
  }

  private static PgdTraining pgd(MethodArguments a, ThreatModel threat) {
    return new PgdTraining(threat, a.steps(threat), a.stepSize(threat));
  }
}
