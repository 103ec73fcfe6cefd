package dev.redoubt.catalog.attacks;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.apgd.Apgd;
import dev.redoubt.attack.apgd.ApgdT;
import dev.redoubt.attack.apgd.Ascent;
import dev.redoubt.attack.fab.Fab;
import dev.redoubt.attack.fab.FabT;
import dev.redoubt.attack.square.Square;
import dev.redoubt.audit.Arsenal;
import dev.redoubt.audit.Effort;
import dev.redoubt.loss.CrossEntropy;
import dev.redoubt.loss.Dlr;
import dev.redoubt.loss.Loss;
import dev.redoubt.loss.Margin;
import dev.redoubt.loss.ProbabilityMargin;
import dev.redoubt.loss.TargetedDlr;
import dev.redoubt.loss.TargetedLoss;
import dev.redoubt.loss.TargetedMargin;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.L1;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Norm;
import java.util.ArrayList;
import java.util.List;

/**
 * The attacks of an audit by its effort: APGD and Square in short for {@code quick}, AutoAttack for
 * {@code standard}, AutoAttack plus and nearest adversarial points for {@code thorough}. Under L0,
 * which AutoAttack does not know, the attacks of the kit that do.
 */
public final class Arsenals {
  private static final int NAIVE_STEPS = 20;
  private static final int PROBING_STEPS = 20;
  private static final int PERSISTENT_STEPS = 100;
  private static final int COMPARED_STEPS = 50;
  private static final int COMPARED_TARGETS = 3;
  private static final int RESTARTS = 5;

  private Arsenals() {}

  /**
   * The attacks.
   *
   * @param norm of the threat
   * @param classes of the model; with few of them, losses give way to others
   */
  public static Arsenal of(Effort effort, Norm norm, int classes) {
    boolean l1 = norm instanceof L1;
    int compared = Math.min(effort.steps(), COMPARED_STEPS);
    Loss dlr = classes < new Dlr().leastClasses() ? new ProbabilityMargin() : new Dlr();
    StepSize length = new StepSize.OfEpsilon(2.5 / NAIVE_STEPS);
    return new Arsenal(
        main(effort, norm, classes),
        Pgd.of(NAIVE_STEPS, length, 1),
        doubled(effort, new Apgd("apgd-dlr", dlr, new Ascent(2 * effort.steps(), RESTARTS, 1, l1))),
        new Apgd("apgd-margin", new Margin(), new Ascent(PROBING_STEPS, 1, 1, l1)),
        new Apgd("apgd-margin", new Margin(), new Ascent(PERSISTENT_STEPS, RESTARTS, 1, l1)),
        List.of(
            new Apgd("apgd-ce", new CrossEntropy(), new Ascent(compared, 1, 1, l1)),
            new Apgd("apgd-margin", new Margin(), new Ascent(compared, 1, 1, l1)),
            new Apgd("pma", new ProbabilityMargin(), new Ascent(compared, 1, 1, l1)),
            targeted(COMPARED_TARGETS, classes, new Ascent(compared, 1, 1, l1))),
        queries -> byScores(queries, norm, classes),
        named("hopskipjump:queries=" + Math.max(1, effort.labelQueries()), norm, classes));
  }

  /** Where the main cascade goes without FAB, which gets through where APGD is held up. */
  private static List<Attack<?>> doubled(Effort effort, Attack<?> ascent) {
    return effort == Effort.QUICK
        ? List.of(ascent, new FabT(new Fab(2 * effort.steps(), 1), effort.targets()))
        : List.of(ascent);
  }

  private static List<Attack<?>> byScores(int queries, Norm norm, int classes) {
    return norm instanceof L0
        ? named("sparse-rs:queries=" + queries, norm, classes)
        : List.of(new Square(queries));
  }

  private static List<Attack<?>> main(Effort effort, Norm norm, int classes) {
    if (norm instanceof L0) {
      return named("fmn,sparse-rs", norm, classes, true);
    }
    return switch (effort) {
      case QUICK ->
          List.of(
              new UniformNoise(),
              Apgd.ce(new Ascent(effort.steps(), 1, 1, norm instanceof L1)),
              targeted(
                  effort.targets(), classes, new Ascent(effort.steps(), 1, 1, norm instanceof L1)),
              new Square(effort.queries()));
      case STANDARD -> named("autoattack", norm, classes, true);
      case THOROUGH ->
          named(
              norm instanceof L2 ? "fmn,ddn,autoattack:plus" : "fmn,autoattack:plus",
              norm,
              classes,
              true);
    };
  }

  private static ApgdT targeted(int targets, int classes, Ascent ascent) {
    TargetedLoss loss =
        classes < new TargetedDlr().leastClasses() ? new TargetedMargin() : new TargetedDlr();
    return new ApgdT(loss, targets, ascent);
  }

  private static List<Attack<?>> named(String text, Norm norm, int classes) {
    return named(text, norm, classes, false);
  }

  private static List<Attack<?>> named(String text, Norm norm, int classes, boolean noise) {
    List<Attack<?>> attacks =
        new ArrayList<>(Attacks.cascade(text, AttackSettings.DEFAULT, norm, classes));
    if (!noise) {
      attacks.removeIf(UniformNoise.class::isInstance);
    }
    return attacks;
  }
}
