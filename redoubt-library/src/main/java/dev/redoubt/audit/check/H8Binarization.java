package dev.redoubt.audit.check;

import dev.redoubt.attack.Attack;
import dev.redoubt.audit.Check;
import dev.redoubt.audit.Investigation;
import dev.redoubt.audit.Percent;
import dev.redoubt.audit.Share;
import dev.redoubt.audit.measure.BinarizationTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the attack finds adversarial points where there certainly are some (the binarization
 * test, Zimmermann et al. 2022): the last layer is replaced by a linear probe that tells one point
 * of the ball from many others, and the attack has to find its way there. Flags a 95 % upper bound
 * of its success below .95. Void where the probes don't separate their points, or random search
 * finds more than 5 %. Remedy: more steps and restarts until it passes.
 */
public final class H8Binarization implements Check {
  private static final double ENOUGH = .95;
  private static final double TRIVIAL = .05;
  private static final double MISSED = .05;

  @Override
  public String id() {
    return "H8";
  }

  @Override
  public String title() {
    return "The attack finds points that are there";
  }

  @Override
  public String rule() {
    return "Flags a success on binarized problems with a 95 % upper bound below .95; void if the probes don't separate, or random search solves more than 5 %.";
  }

  @Override
  public String source() {
    return "Zimmermann et al. 2022, section 4";
  }

  @Override
  public Optional<String> obstacle(Investigation investigation) {
    return Obstacles.gradients(investigation, List.of(investigation.plan().arsenal().probing()))
        .or(
            () ->
                BinarizationTest.obstacle(investigation.pipeline()).map(H8Binarization::sentence));
  }

  @Override
  public Seen look(Investigation investigation) {
    int[] samples = investigation.probed();
    if (samples.length == 0) {
      return Obstacles.nothingRight();
    }
    BinarizationTest.Result first =
        test(investigation, investigation.plan().arsenal().probing(), samples);
    Map<String, Object> figures =
        Check.figures(
            "tests", first.tests(),
            "separated", first.separated(),
            "solved", first.found(),
            "solved_at_random", first.foundAtRandom());
    if (first.separated() == 0 || first.separated() < ENOUGH * first.tests()) {
      return Seen.nothing(
          figures, "The probes can't separate their points, so the test says nothing here.");
    }
    if (first.foundAtRandom() > TRIVIAL * first.separated()) {
      return Seen.nothing(
          figures,
          "Random search solves %s of the problems: that the attack solves them, too, proves nothing."
              .formatted(Percent.of((double) first.foundAtRandom() / first.separated())));
    }
    double solved = (double) first.found() / first.separated();
    if (passes(first)) {
      return Seen.clean(
          figures,
          "The attack finds %s of the points that were hidden for it: it is able to find things."
              .formatted(Percent.of(solved)));
    }
    BinarizationTest.Result second =
        test(investigation, investigation.plan().arsenal().persistent(), samples);
    figures.put("solved_with_more_steps_and_restarts", second.found());
    if (passes(second)) {
      return Seen.flagged(
          figures,
          "more steps and restarts",
          Remedied.ONCE_SETTLED,
          "The attack with few steps finds only %s of the points that were hidden for it; with more it finds them."
              .formatted(Percent.of(solved)));
    }
    return Seen.flagged(
        figures,
        null,
        Remedied.NO,
        "The attack finds only %s of the points that were hidden for it: what it does not find proves nothing."
            .formatted(Percent.of(solved)));
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static boolean passes(BinarizationTest.Result result) {
    return Share.upper(result.found(), result.separated(), MISSED) >= ENOUGH;
  }

  private static BinarizationTest.Result test(
      Investigation investigation, Attack<?> attack, int[] samples) {
    return new BinarizationTest()
        .run(
            investigation.pipeline(),
            investigation.dataset(),
            samples,
            investigation.threat(),
            attack,
            investigation.seed("H8"),
            investigation.device(),
            investigation::remedied);
  }
}
