package dev.redoubt.report;

import dev.redoubt.evaluate.flag.Flag;
import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.EpochSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Reports with plausible numbers and drawn pictures. */
final class ReportFixtures {
  private static final List<String> SIGNS = List.of("stop", "yield", "no entry", "speed limit 50");

  private ReportFixtures() {}

  /** Two networks on road signs. */
  static RunReport demo() {
    return report(
        "demo",
        new DataSummary("roadsigns", "test", 1000),
        new ThreatSummary("linf", 8 / 255.0, "linf:8/255"),
        List.of(undefended(), hardened()));
  }

  /** One network on grey digits. */
  static RunReport attack() {
    ModelResult m = model("digits", 0.9891, List.of(0.9885, 0.941, 0.9123), 0.3, 0);
    ModelResult digits =
        new ModelResult(
            "common-cnn",
            new ModelIdentity("mnist-pgd.rdb", "ab".repeat(32)),
            10_000,
            0.9891,
            0.9123,
            m.attacks(),
            m.cost(),
            List.of(
                new CurvePoint(0, 0.9891, 10_000),
                new CurvePoint(0.1, 0.972, 1000),
                new CurvePoint(0.2, 0.951, 1000),
                new CurvePoint(0.3, 0.912, 1000),
                new CurvePoint(0.4, 0.11, 1000)),
            gallery(1, 28, 0.3, 4),
            List.of(),
            List.of(new Flag(Flag.Kind.SQUARE_GAINS, "Square broke more.", "Attack <adaptively>.")),
            List.of());
    return report(
        "attack",
        new DataSummary("mnist", "test", 10_000),
        new ThreatSummary("linf", 0.3, "linf:0.3"),
        List.of(digits));
  }

  static RunReport report(
      String command, DataSummary data, ThreatSummary threat, List<ModelResult> models) {
    Provenance provenance =
        provenance("redoubt", command, "--out", "a folder/with a rather long name", "--seed", "7");
    return new RunReport(command, provenance, data, threat, models);
  }

  static Provenance provenance(String... commandLine) {
    return new Provenance(
        "0.1.0",
        List.of(commandLine),
        7,
        "0123456789abcdef".repeat(4),
        "Linux 6.1, amd64, 2 processors",
        "OpenJDK 17.0.18",
        "libtorch 2.10.0",
        2,
        "cpu",
        "2026-11-23T05:15:40Z");
  }

  static ModelResult undefended() {
    return model("undefended", 0.983, List.of(0.981, 0.062, 0.0), 0.0, 6);
  }

  static ModelResult hardened() {
    return model("hardened", 0.914, List.of(0.913, 0.762, 0.712), 0.3, 6);
  }

  /** One model with the given ladder of robust accuracies. */
  static ModelResult model(
      String title, double clean, List<Double> ladder, double slowness, int pictures) {
    List<String> names = List.of("uniform noise", "FGSM", "PGD-40");
    List<AttackResult> attacks = new ArrayList<>();
    for (int i = 0; i < ladder.size(); i++) {
      attacks.add(
          new AttackResult(
              names.get(i), ladder.get(i), 40_000L * i + 1000, 39_000L * i, 6.4 * i + 0.3, pgd()));
    }
    List<CurvePoint> curve = new ArrayList<>();
    for (int level = 0; level <= 16; level += 2) {
      double fall = slowness == 0 ? Math.pow(0.2, level) : 1 - Math.pow(level / 20.0, 1.4);
      curve.add(new CurvePoint(level / 255.0, clean * fall, 256));
    }
    List<EpochSummary> training = new ArrayList<>();
    for (int epoch = 1; epoch <= 8; epoch++) {
      double done = 1 - Math.exp(-epoch / 2.0);
      training.add(
          new EpochSummary(
              epoch,
              2.3 * (1 - done) + 0.1,
              clean * done,
              0.7 * done,
              Double.NaN,
              CollapseAlarm.Signs.NONE,
              false,
              1,
              0.05,
              "pgd",
              3.1));
    }
    return new ModelResult(
        title,
        new ModelIdentity(title + ".rdb", "cd".repeat(32)),
        1000,
        clean,
        ladder.get(ladder.size() - 1),
        attacks,
        new Cost(121_000, 118_500, 75.2, 1840),
        curve,
        gallery(3, 32, 8 / 255.0, pictures),
        training,
        List.of(),
        List.of());
  }

  private static Map<String, Object> pgd() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("steps", 40);
    settings.put("step_size", 2 / 255.0);
    settings.put("restarts", 5);
    settings.put("loss", "margin");
    return settings;
  }

  /** Discs with a bar on a shaded ground, each pixel pushed up or down by epsilon. */
  static List<GalleryItem> gallery(int channels, int size, double epsilon, int n) {
    Random random = new Random(7);
    List<GalleryItem> items = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] clean = new float[channels * size * size];
      float[] adversarial = new float[clean.length];
      for (int k = 0; k < clean.length; k++) {
        clean[k] = pixel(k / (size * size), k / size % size, k % size, size, channels);
        double pushed = clean[k] + (random.nextBoolean() ? epsilon : -epsilon);
        adversarial[k] = (float) Math.max(0, Math.min(1, pushed));
      }
      boolean held = i % 4 == 3;
      String label = SIGNS.get(i % 4);
      String fooled = held ? label : SIGNS.get((i + 1) % 4);
      int[] shape = {channels, size, size};
      items.add(
          new GalleryItem(
              17L * i, shape, clean, adversarial, label, label, 0.998, fooled, 0.93, epsilon));
    }
    return items;
  }

  private static float pixel(int channel, int y, int x, int size, int channels) {
    double middle = (size - 1) / 2.0;
    double r = Math.hypot(x - middle, y - middle) / size;
    boolean bar = Math.abs(y - middle) < size / 9.0 && r < 0.3;
    if (r > 0.42) {
      return channels == 1 ? 0 : 0.3f + 0.02f * channel + 0.4f * y / size;
    }
    if (bar) {
      return channels == 1 ? 0 : 0.95f;
    }
    return channel == 0 ? 0.8f : 0.1f;
  }
}
