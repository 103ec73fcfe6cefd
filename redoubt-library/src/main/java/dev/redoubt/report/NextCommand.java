package dev.redoubt.report;

import java.util.List;
import java.util.stream.Collectors;

/** The command that evaluates what was trained. */
final class NextCommand {
  private static final String ANY_THREAT = "linf:8/255";

  private NextCommand() {}

  /** What was trained to be smoothed is certified; all else is attacked, one line a threat. */
  static String of(TrainingReport report) {
    if (certifies(report)) {
      return start("certify", report)
          + " --sigma "
          + report.settings().get("sigma")
          + " --out certificates";
    }
    List<String> threats =
        report.threats().isEmpty()
            ? List.of(ANY_THREAT)
            : report.threats().stream().map(ThreatSummary::text).toList();
    return threats.stream()
        .map(
            threat ->
                start("attack", report)
                    + " --threat "
                    + quoted(threat)
                    + " --attack autoattack --out evaluation")
        .collect(Collectors.joining("\n"));
  }

  /** Whether it was trained under the noise of a smoothing, as the method's settings show. */
  static boolean certifies(TrainingReport report) {
    return report.settings().containsKey("sigma");
  }

  /** A denoiser is attacked in front of a classifier, which the user has to name. */
  static String of(DenoisingReport report) {
    return "redoubt attack --model MODEL --data "
        + quoted(data(report.provenance(), report.data()))
        + " --threat "
        + ANY_THREAT
        + " --attack autoattack --defend "
        + quoted("autoencoder:" + report.model().name())
        + " --out evaluation";
  }

  /** A diffusion model is attacked in front of a classifier, through all of its steps. */
  static String attack(DiffusionReport report) {
    return "redoubt attack --model MODEL --data "
        + quoted(data(report.provenance(), report.data()))
        + " --threat "
        + ANY_THREAT
        + " --attack pgd --limit 100 --defend "
        + quoted("diffusion:" + report.model().name() + ",t=0.1")
        + " --out evaluation";
  }

  /** One look of it in front of a smoothed classifier, which needs no training under noise. */
  static String certify(DiffusionReport report) {
    return "redoubt certify --model MODEL --data "
        + quoted(data(report.provenance(), report.data()))
        + " --sigma 0.25 --denoiser "
        + quoted(report.model().name())
        + " --out certificates";
  }

  private static String start(String command, TrainingReport report) {
    return "redoubt "
        + command
        + " --model "
        + quoted(report.model().name())
        + " --data "
        + quoted(data(report.provenance(), report.data()));
  }

  /** The data as the user named it, for example {@code mnist:DIR}. */
  private static String data(Provenance provenance, DataSummary data) {
    List<String> line = provenance.commandLine();
    int at = line.indexOf("--data");
    return at >= 0 && at + 1 < line.size() ? line.get(at + 1) : data.name();
  }

  private static String quoted(String word) {
    return word.matches("[\\w.:/,=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
