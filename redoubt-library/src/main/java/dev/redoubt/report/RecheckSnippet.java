package dev.redoubt.report;

import java.util.Locale;

/** The lines of Python with which anyone can check the witnesses without Redoubt. */
final class RecheckSnippet {
  private RecheckSnippet() {}

  static String of(RunReport report) {
    ModelResult model = report.models().get(0);
    return of(
        report.comparesModels() ? model.folder() + "/" : "",
        report.threat(),
        model.defence() != null,
        model.random());
  }

  /**
   * The lines for other reports.
   *
   * @param folder where the files are, with a slash at its end; empty for the folder of the report
   * @param defended whether there is a defence around the network
   * @param random whether votes decide
   */
  static String of(String folder, ThreatSummary threat, boolean defended, boolean random) {
    return String.format(
        Locale.ROOT,
        """
        import json
        import numpy as np

        found = np.load("%1$switnesses.npz")
        ids, inputs, labels = found["ids"], found["inputs"], found["labels"]
        samples = [json.loads(line) for line in open("%1$ssamples.jsonl")]

        # Every sample reported as broken has its witness, and the share adds up.
        assert sorted(ids) == sorted(s["id"] for s in samples if s["status"] == "broken")
        assert ((inputs >= 0) & (inputs <= 1)).all()
        print("robust accuracy", np.mean([s["status"] == "survived" for s in samples]))

        # With `clean`, the inputs of the whole split in the same layout: inside the budget?
        change = inputs.astype(np.float64) - clean[ids]
        each = tuple(range(1, change.ndim))
        print("largest distance", %2$s.max(initial=0), "allowed", %3$s)

        # With `predict`, your own runtime of the %4$s: is every witness misclassified%5$s?
        print("misclassified", np.sum(predict(inputs) != labels), "of", len(ids))
        """,
        folder,
        distance(threat.norm()),
        threat.epsilonText(),
        defended ? "network and its defence" : "network",
        random ? " by most draws" : "");
  }

  private static String distance(String norm) {
    return switch (norm) {
      case "l2" -> "np.sqrt((change**2).sum(axis=each))";
      case "l1" -> "np.abs(change).sum(axis=each)";
      case "l0" -> "(change != 0).sum(axis=each)";
      default -> "np.abs(change).max(axis=each)";
    };
  }
}
