package dev.redoubt.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report in one sentence: what was tested, and how it ended. */
final class Headline {
  private static final Map<String, String> DATASETS =
      Map.of(
          "roadsigns", "road-sign",
          "mnist", "MNIST",
          "fashion-mnist", "Fashion-MNIST",
          "cifar10", "CIFAR-10",
          "cifar100", "CIFAR-100");

  private Headline() {}

  /** The sentence, for example {@code On 1,000 road-sign test images, a perturbation of …}. */
  static String of(RunReport report) {
    List<ModelResult> models = report.models();
    String subject =
        report.comparesModels()
            ? "the " + models.get(0).title() + " network"
            : subject(models.get(0));
    StringBuilder sentence =
        new StringBuilder("On ")
            .append(samples(report.data()))
            .append(", ")
            .append(verdict(subject, models.get(0), report.threat()));
    for (ModelResult other : models.subList(1, models.size())) {
      sentence
          .append("; the ")
          .append(other.title())
          .append(" one keeps ")
          .append(Numbers.percent(other.robustAccuracy()));
    }
    return sentence.append('.').toString();
  }

  private static String subject(ModelResult model) {
    String name = model.model().name();
    return model.defence() == null ? name : name + " behind " + model.defence().words();
  }

  /** The samples in words: {@code 1,000 MNIST test images}. */
  static String samples(DataSummary data) {
    String split =
        switch (data.split()) {
          case "train" -> "training ";
          case "all" -> "";
          default -> data.split() + " ";
        };
    String known = DATASETS.get(data.name().toLowerCase(Locale.ROOT));
    String count = Numbers.count(data.samples()) + " ";
    String plural = data.samples() == 1 ? "" : "s";
    return known == null
        ? count + split + "sample" + plural + " of " + data.name()
        : count + known + " " + split + "image" + plural;
  }

  /** The samples that a training run learnt from: all but those that were held out. */
  static String learntFrom(DataSummary all, int heldOut) {
    return samples(new DataSummary(all.name(), all.split(), all.samples() - heldOut));
  }

  /** The attacker's budget in words: {@code a perturbation of at most 8/255 per pixel}. */
  static String budget(ThreatSummary threat) {
    String epsilon = threat.epsilonText();
    return switch (threat.norm()) {
      case "linf" -> "a perturbation of at most " + epsilon + " per pixel";
      case "l2" -> "a perturbation of Euclidean length at most " + epsilon;
      case "l1" -> "a perturbation that adds up to at most " + epsilon;
      case "l0" -> "a perturbation of at most " + epsilon + " values";
      default -> "a perturbation within " + threat.text();
    };
  }

  /** What the attacker is after, behind the budget; nothing if any wrong class will do. */
  private static String aim(ThreatSummary threat) {
    String target = threat.target();
    if (target == null) {
      return "";
    }
    return switch (target) {
      case "least-likely" -> " towards the least likely class";
      case "random" -> " towards a random class";
      case "all" -> " towards each other class in turn";
      case "given" -> " towards given classes";
      default -> " towards " + target;
    };
  }

  private static String verdict(String subject, ModelResult model, ThreatSummary threat) {
    String clean = Numbers.percent(model.cleanAccuracy());
    if (model.robustAccuracy() >= model.cleanAccuracy()) {
      return budget(threat)
          + aim(threat)
          + " breaks nothing that "
          + subject
          + " had right ("
          + clean
          + ")";
    }
    return budget(threat)
        + aim(threat)
        + " takes "
        + subject
        + " from "
        + clean
        + " to "
        + Numbers.percent(model.robustAccuracy());
  }
}
