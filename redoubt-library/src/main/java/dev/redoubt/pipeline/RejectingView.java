package dev.redoubt.pipeline;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Set;

/**
 * An adaptive view of a pipeline that may reject, which also gives class and suspicion apart.
 *
 * @param view with rejection folded into its logits
 * @param layers that the detectors read, in a fixed order
 */
record RejectingView(AdaptiveView view, Set<String> layers) implements RejectingModel {
  @Override
  public String name() {
    return view.name();
  }

  @Override
  public InputSpec input() {
    return view.input();
  }

  @Override
  public int classes() {
    return view.classes();
  }

  @Override
  public Declaration declares() {
    return view.declares();
  }

  @Override
  public int passes() {
    return view.passes();
  }

  @Override
  public Tensor logits(Tensor x, Draws keyed) {
    return view.logits(x, keyed);
  }

  @Override
  public Tensor logitsOnTape(Tensor x, Draws keyed) {
    return view.logitsOnTape(x, keyed);
  }

  @Override
  public Verdict verdictOnTape(Tensor x, Draws keyed) {
    return Scope.tensors(() -> view.averaging().verdict(x, layers, keyed));
  }

  @Override
  public Tensor gradient(Tensor value, Tensor x) {
    return view.gradient(value, x);
  }

  @Override
  public Tensor gradientKeepingTape(Tensor value, Tensor x) {
    return view.gradientKeepingTape(value, x);
  }
}
