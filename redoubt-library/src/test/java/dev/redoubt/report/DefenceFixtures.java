package dev.redoubt.report;

import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.flag.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports on defended models with plausible numbers and drawn pictures. */
final class DefenceFixtures {
  static final StageSummary JPEG =
      new StageSummary("jpeg", Map.of("quality", 75), "surrogate: smooth rounding", false, false);
  static final StageSummary THERMOMETER =
      new StageSummary("thermometer", Map.of("levels", 16), "none", false, false);
  static final StageSummary NOISE =
      new StageSummary("noise", Map.of("sigma", 0.1), "its own", true, false);

  private DefenceFixtures() {}

  /** A deterministic defence that only hides its weakness. */
  static RunReport masked() {
    List<AttackResult> attacks =
        List.of(
            attack("noise", Knowledge.ACCESS, 1, 0.9),
            attack("fgsm", Knowledge.OBLIVIOUS, 1, 0.6),
            attack("pgd-40", Knowledge.OBLIVIOUS, 1, 0.44),
            attack("fgsm", Knowledge.ADAPTIVE, 1, 0.3),
            attack("pgd-40", Knowledge.ADAPTIVE, 1, 0.12));
    DefenceResult defence =
        new DefenceResult(0.44, List.of(JPEG, THERMOMETER), List.of(strip(3), strip(4), strip(5)));
    return report(model(0.92, 0.12, defence, attacks, null, List.of("The attack <is> blind.")));
  }

  /** A random one on which a long cascade came to the most draws. */
  static RunReport random() {
    List<AttackResult> attacks = new ArrayList<>();
    attacks.add(attack("noise", Knowledge.ACCESS, 1, 0.9));
    attacks.add(attack("fab-t", Knowledge.OBLIVIOUS, 1, 0.7));
    attacks.add(attack("square", Knowledge.OBLIVIOUS, 1, 0.69));
    List<EotRounds.Round> rounds = new ArrayList<>();
    double left = 0.69;
    for (int draws = 4; draws <= 64; draws *= 2) {
      attacks.add(attack("fab-t", Knowledge.ADAPTIVE, draws, left - 0.05));
      attacks.add(attack("square", Knowledge.ADAPTIVE, draws, left - 0.06));
      left -= 0.06;
      rounds.add(new EotRounds.Round(draws, left, 4_000L * draws, 2_000L * draws, 0.7 * draws));
    }
    DefenceResult defence = new DefenceResult(0.69, List.of(NOISE), List.of(strip(1)));
    EotRounds eot = new EotRounds(0.01, 64, rounds);
    return report(model(0.92, left, defence, attacks, eot, List.of(eot.sentence())));
  }

  static AttackResult attack(String name, Knowledge knowledge, int draws, double left) {
    String shown =
        name
            + (knowledge == Knowledge.OBLIVIOUS ? ", oblivious" : "")
            + (draws > 1 ? ", " + draws + " draws" : "");
    Attacker attacker = new Attacker(name, knowledge, draws);
    return new AttackResult(shown, attacker, left, 4000, 2000, 1.5, Map.of("steps", 40));
  }

  static ModelResult model(
      double clean,
      double robust,
      DefenceResult defence,
      List<AttackResult> attacks,
      @Nullable EotRounds eot,
      List<String> notes) {
    return new ModelResult(
        "net.safetensors",
        new ModelIdentity("net.safetensors", "ab".repeat(32)),
        1000,
        clean,
        robust,
        defence,
        attacks,
        eot,
        new Cost(121_000, 118_500, 75.2, 1840),
        null,
        List.of(),
        ReportFixtures.gallery(3, 32, 4 / 255.0, 2),
        List.of(),
        List.of(new Flag(Flag.Kind.CLOSE_VOTES, "Votes are close.", "Take care.")),
        notes);
  }

  static RunReport report(ModelResult model) {
    return ReportFixtures.report(
        "attack",
        new DataSummary("roadsigns", "test", 1000),
        new ThreatSummary("linf", 4 / 255.0, "linf:4/255"),
        List.of(model));
  }

  /** A sample with so many stages, the last of which gives no image if there are several. */
  static StageStrip strip(int stages) {
    GalleryItem item = ReportFixtures.gallery(3, 32, 4 / 255.0, 1).get(0);
    List<StageStrip.Step> steps = new ArrayList<>();
    steps.add(new StageStrip.Step("input", item.shape(), item.clean(), item.adversarial()));
    for (int i = 1; i <= stages; i++) {
      boolean image = i == 1 || i < stages;
      int[] shape = {image ? 3 : 48, 32, 32};
      float[] clean = image ? item.clean() : new float[48 * 32 * 32];
      float[] attacked = image ? item.adversarial() : clean;
      steps.add(new StageStrip.Step(image ? "median" : "thermometer", shape, clean, attacked));
    }
    return new StageStrip(17, "stop", "stop", "yield", steps);
  }
}
