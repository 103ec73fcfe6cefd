package dev.redoubt.pipeline;

import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The way of inputs through the stages of a pipeline to its classifier, and of answers back. */
record Flow(List<Stage> stages, Manner manner) {
  /** All the way. */
  Scored run(Tensor x, Draws draws) {
    return run(x, Set.of(), draws);
  }

  /**
   * All the way, keeping what some layers of the classifier make of it.
   *
   * @param layers none where an ensemble asks the classifier
   */
  Scored run(Tensor x, Set<String> layers, Draws draws) {
    return from(0, x, layers, draws);
  }

  private Scored from(int position, Tensor x, Set<String> layers, Draws draws) {
    if (position == stages.size()) {
      return Scored.of(manner.classified(x, layers, draws));
    }
    Stage stage = stages.get(position);
    Draws own = draws.of("stage-" + position);
    int next = position + 1;
    if (stage instanceof Purifier purifier) {
      return from(next, manner.purified(purifier, x, own), layers, draws);
    }
    if (stage instanceof Ensemble ensemble) {
      int copies = ensemble.copies();
      Scored each = from(next, manner.changed(ensemble, x, own), layers, draws.copies(copies));
      return each.combined(manner.combined(ensemble, each.logits()), copies);
    }
    Detector detector = (Detector) stage;
    Set<String> wanted = new HashSet<>(layers);
    wanted.addAll(detector.layers());
    Scored behind = from(next, x, wanted, draws);
    Tensor score = manner.score(detector, behind.seen(), new Behind(this, position), x, own);
    return behind.with(score.minus(detector.threshold()).dividedBy(detector.unit()));
  }

  /** What stands behind a stage; its random parts draw as they are told. */
  private record Behind(Flow flow, int position) implements Rest {
    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return observe(x, Set.of(), draws).logits();
    }

    @Override
    public Observation observe(Tensor x, Set<String> layers, Draws draws) {
      return flow.from(position + 1, x, layers, draws).seen();
    }
  }

  /** Passes of the classifier that one row costs, with those that detectors ask for. */
  int passes() {
    int passes = 1;
    for (int position = stages.size() - 1; position >= 0; position--) {
      Stage stage = stages.get(position);
      if (stage instanceof Ensemble ensemble) {
        passes = Math.multiplyExact(passes, ensemble.copies());
      } else if (stage instanceof Detector detector) {
        passes = Math.multiplyExact(passes, 1 + detector.passes());
      }
    }
    return passes;
  }
}
