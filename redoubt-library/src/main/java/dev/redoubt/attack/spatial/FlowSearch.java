package dev.redoubt.attack.spatial;

import dev.redoubt.attack.Aim;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.Hits;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import java.util.function.Consumer;

/** One call of {@link StAdv}. */
record FlowSearch(StAdv attack, GradientModel view, Batch batch, Goal goal, Draws draws) {
  Candidates run() {
    Tensor clean = batch.inputs();
    Tensor still =
        Tensors.zeros(clean.dtype(), batch.size(), clean.size(2), clean.size(3), 2)
            .to(clean.device());
    Bending start =
        new Bending(
            clean,
            Adam.at(still, attack.rate()),
            batch.labels(),
            goal,
            new Aim.ByLoss(new Margin(), goal, batch.labels()),
            draws,
            Found.nothing(clean));
    Bending end = Scope.loop(start, attack.steps(), now -> now.found().finished(), this::stepped);
    if (!end.found().finished()) {
      Tensor x = within(Flow.bent(end.clean(), end.adam().at()));
      end = judged(end, x, view.logits(x, end.draws().of("end")), attack.steps());
    }
    return end.found().candidates();
  }

  /** A look at where the rows are, and a step of those that it did not surely break. */
  private Bending stepped(int step, Bending now) {
    Tensor leaf = Autograd.variable(now.adam().at());
    Tensor bent = Flow.bent(now.clean(), leaf);
    Tensor logits = view.logitsOnTape(bent, now.draws().of("step-" + step));
    Tensor rises = Reductions.sum(now.aim().of(logits));
    Tensor falls = Reductions.sum(Flow.roughness(leaf)).times(attack.tau());
    Tensor gradient = view.gradient(rises.minus(falls), leaf);
    Bending moved = now.withAdam(now.adam().climbed(gradient, step + 1));
    // At first they are the very images, which bending changes by rounding.
    Tensor x = step == 0 ? now.clean() : within(bent.detached());
    return judged(moved, x, logits.detached(), step);
  }

  private Tensor within(Tensor images) {
    return InputDomain.of(view.input()).clamp(images);
  }

  private Bending judged(Bending now, Tensor x, Tensor logits, int taken) {
    Hits hits = Hits.of(logits, now.labels(), now.goal(), view.declares().random());
    return now.withFound(now.found().looking(hits, x, taken)).rows(hits.unsure());
  }

  /** The search under way; rows are those of {@code found.open()}. */
  record Bending(
      Tensor clean, Adam adam, Tensor labels, Goal goal, Aim aim, Draws draws, Found found)
      implements TensorGroup {
    Bending withAdam(Adam next) {
      return new Bending(clean, next, labels, goal, aim, draws, found);
    }

    Bending withFound(Found more) {
      return new Bending(clean, adam, labels, goal, aim, draws, more);
    }

    Bending rows(int[] stay) {
      if (stay.length == found.open().length) {
        return this;
      }
      return new Bending(
          Layout.rows(clean, stay),
          adam.rows(stay),
          Layout.rows(labels, stay),
          goal.rows(stay),
          aim.rows(stay),
          draws.rows(stay),
          found.stay(stay));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      action.accept(clean);
      adam.forEachTensor(action);
      action.accept(labels);
      aim.forEachTensor(action);
      found.forEachTensor(action);
    }
  }
}
