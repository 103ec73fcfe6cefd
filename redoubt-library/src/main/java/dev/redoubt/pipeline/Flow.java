package dev.redoubt.pipeline;

import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** The way of inputs through the stages of a pipeline to its classifier, and of answers back. */
record Flow(List<Stage> stages, Manner manner) {
  /** All the way. */
  Scored run(Tensor x, Draws draws) {
    return from(0, x, draws);
  }

  private Scored from(int position, Tensor x, Draws draws) {
    if (position == stages.size()) {
      return Scored.of(manner.classified(x, draws));
    }
    Stage stage = stages.get(position);
    Draws own = draws.of("stage-" + position);
    int next = position + 1;
    if (stage instanceof Purifier purifier) {
      return from(next, manner.purified(purifier, x, own), draws);
    }
    if (stage instanceof Ensemble ensemble) {
      int copies = ensemble.copies();
      Scored each = from(next, manner.changed(ensemble, x, own), draws.copies(copies));
      return each.combined(manner.combined(ensemble, each.logits()), copies);
    }
    Detector detector = (Detector) stage;
    Rest rest = (inputs, keyed) -> from(next, inputs, keyed).logits();
    Tensor score = manner.score(detector, rest, x, own);
    return from(next, x, draws).with(score.minus(detector.threshold()));
  }

  /** Passes of the classifier that one row costs; those that detectors ask for come on top. */
  int passes() {
    return stages.stream()
        .mapToInt(stage -> stage instanceof Ensemble ensemble ? ensemble.copies() : 1)
        .reduce(1, Math::multiplyExact);
  }
}
