package dev.redoubt.report;

import java.util.Locale;

/** The lines of Python with which anyone can check the witnesses without Redoubt. */
final class RecheckSnippet {
  private RecheckSnippet() {}

  static String of(RunReport report) {
    ModelResult model = report.models().get(0);
    String folder = report.comparesModels() ? model.folder() + "/" : "";
    ThreatSummary threat = report.threat();
    return String.format(
        Locale.ROOT,
        """
        import json
        import numpy as np

        found = np.load("%1$switnesses.npz")
        ids, inputs, labels = found["ids"], found["inputs"], found["labels"]
        samples = [json.loads(line) for line in open("%1$ssamples.jsonl")]

        # Every sample reported as broken has its witness, and the share adds up.
        assert sorted(ids) == [s["id"] for s in samples if s["status"] == "broken"]
        print("robust accuracy", np.mean([s["status"] == "survived" for s in samples]))
        assert np.isfinite(inputs).all() and inputs.min() >= 0 and inputs.max() <= 1

        # With the clean inputs of the split, in the same layout: inside the budget?
        change = (inputs - clean[ids]).reshape(len(ids), -1).astype(np.float64)
        print("largest distance", %2$s, "allowed", %3$s)

        # With your own runtime of the model: is every witness misclassified?
        print("misclassified", np.mean(predict(inputs) != labels))
        """,
        folder,
        distance(threat.norm()),
        threat.epsilonText());
  }

  private static String distance(String norm) {
    return switch (norm) {
      case "linf" -> "np.abs(change).max()";
      case "l2" -> "np.linalg.norm(change, axis=1).max()";
      case "l1" -> "np.abs(change).sum(axis=1).max()";
      case "l0" -> "(change != 0).sum(axis=1).max()";
      default -> "np.abs(change).max()";
    };
  }
}
