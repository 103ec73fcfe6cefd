package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.catalog.DetectorKind;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.detect.fit.ContrastMaker;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Adversarial samples for detectors that learn from them. */
final class ContrastOptions {
  private static final int SAMPLES = 2_000;

  @Option(
      names = "--threat",
      paramLabel = "NORM:EPSILON",
      description =
          "For detectors that learn from adversarial samples, how large the perturbations are, in pixel space: linf:8/255, l2:0.5 (default: none are made).")
  private @Nullable String threat;

  @Option(
      names = "--attack",
      paramLabel = "NAME",
      description =
          "The attack on the bare model that makes them (default: pgd:steps=20+restarts=1).")
  private @Nullable String attack;

  @Option(
      names = "--adversarial",
      paramLabel = "N",
      description =
          "Attack so many samples of the data; those that break are learnt from (default: 2000).")
  private @Nullable Integer samples;

  /** Refuses options that the detector has no use for, and misses those that it wants. */
  void check(DetectorKind kind) {
    if (threat == null && (attack != null || samples != null)) {
      throw new BadInputException(
          "--attack and --adversarial want --threat, which says how far an attack may go");
    }
    if (threat != null && kind.attacks() == DetectorKind.Attacks.NONE) {
      throw new BadInputException(
          "detector %s learns from clean samples alone: leave out --threat and --attack"
              .formatted(kind.name()));
    }
    if (threat == null && kind.attacks() == DetectorKind.Attacks.REQUIRED) {
      throw new BadInputException(
          "detector %s learns from adversarial samples: give --threat, such as linf:8/255"
              .formatted(kind.name()));
    }
  }

  /** How they are made; empty if they are not. */
  Optional<ContrastMaker> maker(LabelModel view) {
    if (threat == null) {
      return Optional.empty();
    }
    if (!(view instanceof GradientModel gradients)) {
      throw new BadInputException(
          "model %s gives no gradients, which the attack for --threat needs"
              .formatted(view.name()));
    }
    ThreatModel threatModel = ThreatModel.parse(threat);
    List<Attack<?>> cascade =
        Attacks.cascade(
            attack == null ? "pgd:steps=20+restarts=1" : attack,
            AttackSettings.DEFAULT,
            threatModel.norm(),
            view.classes());
    Attack<?> last = cascade.get(cascade.size() - 1);
    if (cascade.size() > 2) {
      throw new BadInputException("--attack takes one attack here, not several");
    }
    Attacks.check(List.of(last), threatModel, gradients);
    return Optional.of(
        new ContrastMaker(
            Binding.onGradients(last), threatModel, samples == null ? SAMPLES : samples));
  }
}
