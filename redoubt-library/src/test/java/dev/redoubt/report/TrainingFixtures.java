package dev.redoubt.report;

import dev.redoubt.data.InputSpec;
import dev.redoubt.train.CollapseAlarm;
import dev.redoubt.train.DenoisedSample;
import dev.redoubt.train.DenoisingEpoch;
import dev.redoubt.train.DiffusionEpoch;
import dev.redoubt.train.EpochSummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Training runs with plausible numbers. */
final class TrainingFixtures {
  private static final ThreatSummary LINF = new ThreatSummary("linf", 8 / 255.0, "linf:8/255");

  private TrainingFixtures() {}

  /** A PGD run with a warm-up, of which the best epoch is delivered. */
  static TrainingReport hardened() {
    List<EpochSummary> history = new ArrayList<>();
    for (int epoch = 1; epoch <= 20; epoch++) {
      double done = 1 - Math.exp(-epoch / 4.0);
      double late = Math.max(0, epoch - 16) * .008;
      double wobble = .012 * Math.sin(5 * epoch);
      double robust = .70 * done - late + wobble;
      double factor = Math.min(1, epoch / 4.0);
      history.add(
          epoch(
              epoch,
              2.2 * (1 - done) + .35 - late,
              .93 * done + wobble / 2,
              robust,
              Double.NaN,
              new CollapseAlarm.Signs(robust + .06 + (1 - factor) * .1, robust, .93 - .01 * done),
              false,
              factor,
              .05 * (1 + Math.cos(Math.PI * epoch / 20)),
              "pgd"));
    }
    return report(
        "pgd",
        "hardened.safetensors",
        2000,
        256,
        List.of(LINF),
        history,
        16,
        List.of(),
        List.of("Training went on where an earlier run had stopped, after epoch 7."),
        1834);
  }

  /** FGSM training that collapses after its eighth epoch and goes on; the last is delivered. */
  static TrainingReport collapsed() {
    List<EpochSummary> history = new ArrayList<>();
    List<String> alarms = new ArrayList<>();
    for (int epoch = 1; epoch <= 14; epoch++) {
      double done = 1 - Math.exp(-epoch / 3.0);
      boolean collapsed = epoch > 8 && epoch != 11;
      double robust = collapsed ? .012 : .55 * done;
      double fgsm = collapsed ? .86 : robust + .05;
      history.add(
          epoch(
              epoch,
              collapsed ? .22 : 2 * (1 - done) + .6,
              collapsed ? .9 : .85 * done,
              robust,
              Double.NaN,
              new CollapseAlarm.Signs(fgsm, robust, collapsed ? .08 : .8 - .02 * epoch),
              collapsed,
              1,
              .1 * Math.min(epoch / 6.0, (15 - epoch) / 8.0),
              epoch == 11 ? "pgd" : "fgsm"));
      if (collapsed && alarms.isEmpty()) {
        alarms.add(CollapseAlarm.sentence(history.get(epoch - 1)));
      }
    }
    return report(
        "fgsm",
        "fast.safetensors",
        60_000,
        1000,
        List.of(LINF),
        history,
        14,
        alarms,
        List.of(),
        95);
  }

  /** One epoch of standard training without held-out samples. */
  static TrainingReport oneEpoch() {
    EpochSummary epoch =
        epoch(
            1,
            .41,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            CollapseAlarm.Signs.NONE,
            false,
            1,
            .001,
            "standard");
    return report(
        "standard",
        "plain.safetensors",
        60_000,
        0,
        List.of(),
        List.of(epoch),
        1,
        List.of(),
        List.of(),
        12.4);
  }

  /** Training under Gaussian noise. */
  static TrainingReport noisy() {
    List<EpochSummary> history = new ArrayList<>();
    for (int epoch = 1; epoch <= 5; epoch++) {
      double done = 1 - Math.exp(-epoch / 2.0);
      history.add(
          epoch(
              epoch,
              1 - .6 * done,
              .9 * done,
              Double.NaN,
              .8 * done,
              CollapseAlarm.Signs.NONE,
              false,
              1,
              .01,
              "gaussian"));
    }
    return report(
        "gaussian", "noisy.safetensors", 500, 100, List.of(), history, 5, List.of(), List.of(), 61);
  }

  /** A run that measured nothing and delivered nothing. */
  static TrainingReport nothing() {
    List<EpochSummary> history = new ArrayList<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      history.add(
          epoch(
              epoch,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              CollapseAlarm.Signs.NONE,
              false,
              Double.NaN,
              Double.NaN,
              "standard"));
    }
    return report(
        "standard", "none", 10, 0, List.of(), history, 0, List.of(), List.of(), Double.NaN);
  }

  /** A denoiser whose last epoch is delivered, with pictures of two samples. */
  static DenoisingReport denoiser(int epochs, int heldOut) {
    List<DenoisingEpoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double done = 1 - Math.exp(-epoch / 2.0);
      boolean measured = heldOut > 0;
      history.add(
          new DenoisingEpoch(
              epoch,
              .0061 - .005 * done,
              measured ? 20 + 8 * done : Double.NaN,
              measured ? 20.01 : Double.NaN,
              measured ? 44 - 8 * done : Double.NaN,
              .005 / epoch,
              11.3));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("noise_from", 0.0);
    settings.put("noise_to", .1);
    return new DenoisingReport(
        ReportFixtures.provenance(
            "redoubt", "train", "--task", "denoise", "--data", "mnist:a folder", "--out", "d"),
        new DataSummary("mnist", "train", 1000),
        heldOut,
        new ModelIdentity("denoiser.safetensors", "cd".repeat(32)),
        settings,
        history,
        epochs,
        List.of(),
        61.2,
        new InputSpec(List.of(1, 8, 8), 0, 255),
        heldOut > 0 ? List.of(denoised(4), denoised(11)) : List.of(),
        List.of("nought", "<one>"));
  }

  /**
   * A diffusion model whose last epoch is delivered.
   *
   * @param pictured whether its samples are images, with three generated ones and two examples
   */
  static DiffusionReport diffusion(int epochs, int heldOut, boolean pictured) {
    List<DiffusionEpoch> history = new ArrayList<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double error = .04 + .9 * Math.exp(-epoch / 2.0);
      history.add(
          new DiffusionEpoch(
              epoch, 1.1 * error, heldOut > 0 ? error : Double.NaN, .002 / epoch, 14.2));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("noise_schedule", "linear");
    settings.put("noise_steps", 1000);
    InputSpec input = new InputSpec(pictured ? List.of(1, 8, 8) : List.of(64), 0, 255);
    float[] pixels = denoised(4).clean();
    return new DiffusionReport(
        ReportFixtures.provenance(
            "redoubt", "train", "--task", "diffusion", "--data", "mnist:a folder", "--out", "d"),
        new DataSummary("mnist", "train", 1000),
        heldOut,
        new ModelIdentity("signs.safetensors", "ab".repeat(32)),
        settings,
        history,
        epochs,
        List.of(),
        241.2,
        input,
        pictured
            ? new DiffusionReport.Pictures(
                List.of(pixels, pixels, pixels), 100, List.of(denoised(4), denoised(11)))
            : DiffusionReport.Pictures.NONE,
        List.of("nought", "<one>"));
  }

  /** An error of 10 % of the range in the noisy picture, and of 1 % in the denoised one. */
  private static DenoisedSample denoised(long id) {
    float[] clean = new float[64];
    float[] noisy = new float[64];
    float[] denoised = new float[64];
    for (int i = 0; i < 64; i++) {
      clean[i] = 2 * i + 60;
      noisy[i] = clean[i] + (i % 2 == 0 ? 25.5f : -25.5f);
      denoised[i] = clean[i] + 2.55f;
    }
    return new DenoisedSample(id, 1, clean, noisy, denoised);
  }

  static EpochSummary epoch(
      int epoch,
      double loss,
      double clean,
      double robust,
      double noisy,
      CollapseAlarm.Signs signs,
      boolean collapsed,
      double factor,
      double rate,
      String objective) {
    return new EpochSummary(
        epoch, loss, clean, robust, noisy, signs, collapsed, factor, rate, objective, 4.7);
  }

  static TrainingReport report(
      String method,
      String file,
      int samples,
      int heldOut,
      List<ThreatSummary> threats,
      List<EpochSummary> history,
      int kept,
      List<String> alarms,
      List<String> notes,
      double seconds) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("architecture", "common-cnn");
    threats.forEach(threat -> settings.put("threat", threat.text()));
    if (method.equals("gaussian")) {
      settings.put("sigma", .25);
    }
    settings.put("epochs", history.size());
    settings.put("batch", 128);
    settings.put(
        "optimizer", "Sgd[learningRate=0.1, momentum=0.9, nesterov=true, weightDecay=5.0E-4]");
    settings.put("epsilon_warmup_epochs", 4.0);
    settings.put("augmentations", "[RandomCrop[padding=4], HorizontalFlip[]]");
    return new TrainingReport(
        ReportFixtures.provenance(
            "redoubt", "train", "--data", "roadsigns", "--method", method, "--out", file),
        new DataSummary("roadsigns", "train", samples),
        heldOut,
        threats,
        new ModelIdentity(file, "ef".repeat(32)),
        method,
        settings,
        history,
        kept,
        alarms,
        notes,
        seconds);
  }
}
