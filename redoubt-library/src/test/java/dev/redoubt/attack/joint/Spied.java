package dev.redoubt.attack.joint;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import java.util.List;

/** Passes everything on, and notes what the draws of each look are for. */
record Spied(RejectingModel inner, List<String> purposes) implements RejectingModel {
  @Override
  public Verdict verdictOnTape(Tensor x, Draws draws) {
    purposes.add(draws.purpose());
    return inner.verdictOnTape(x, draws);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws draws) {
    purposes.add(draws.purpose());
    return inner.logitsOnTape(x, draws);
  }

  @Override
  public Tensor logits(Tensor x, Draws draws) {
    purposes.add(draws.purpose());
    return inner.logits(x, draws);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public InputSpec input() {
    return inner.input();
  }

  @Override
  public int classes() {
    return inner.classes();
  }

  @Override
  public Declaration declares() {
    return inner.declares();
  }
}
