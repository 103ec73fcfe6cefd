package dev.redoubt.attack.minimum;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.Targets;
import dev.redoubt.attack.boundary.Aim;
import dev.redoubt.attack.boundary.AtGoal;
import dev.redoubt.attack.boundary.AtNearestClass;
import dev.redoubt.attack.boundary.Boundary;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.function.Consumer;

/**
 * One call of the attack. Each step ends with a look, a forward pass more than the gradients of the
 * next step would tell, which spares rows that are across the backward passes of all candidates.
 */
record DeepFoolSearch(DeepFool attack) {
  /** How far each step goes beyond the boundary, in widths of the box, as in the authors' code. */
  private static final double BEYOND = 1e-4;

  OpenRows run(OpenRows open) {
    Way start = new Way(open, open.clean(), Tensors.zerosLike(open.clean()), aim(open));
    return Scope.loop(start, attack.steps(), way -> way.open().isEmpty(), this::step).open();
  }

  private Aim aim(OpenRows open) {
    return open.goal().direction() > 0
        ? new AtNearestClass(
            open.norm(), Targets.ranked(open.scores(), open.labels(), attack.candidates() - 1))
        : new AtGoal(open.goal().lossLabels(open.labels()));
  }

  private Way step(int step, Way way) {
    OpenRows open = way.open();
    Boundary boundary =
        way.aim()
            .from(
                open.view(), way.x(), open.labels(), open.draws().of("step-" + step + "/gradient"));
    Tensor total = way.total().plus(Layout.reshape(across(boundary, open), way.x().shape()));
    Tensor x = open.domain().clamp(open.clean().plus(1 + attack.overshoot(), total));
    Hits hits = open.hits(open.view().logits(x, open.draws().of("step-" + step + "/look")));
    return new Way(open.looking(hits, x, step + 1), x, total, way.aim()).stay(hits.unsure());
  }

  /** The shortest way to the boundary and a little on; none where there is no boundary. */
  private static Tensor across(Boundary boundary, OpenRows open) {
    Tensor away = Elementwise.abs(boundary.gap()).dividedBy(open.norm().dual(boundary.normal()));
    Tensor length = away.plus(BEYOND * open.width());
    Tensor there =
        Elementwise.where(Elementwise.isFinite(length), length, Tensors.zerosLike(length));
    return open.norm().steepestAscent(boundary.normal(), 1).times(Layout.reshape(there, -1, 1));
  }

  /**
   * Rows under way.
   *
   * @param total the sum of all steps, without overshoot
   */
  private record Way(OpenRows open, Tensor x, Tensor total, Aim aim) implements TensorGroup {
    Way stay(int[] rows) {
      return rows.length == open.size()
          ? this
          : new Way(
              open.stay(rows), Layout.rows(x, rows), Layout.rows(total, rows), aim.rows(rows));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      open.forEachTensor(action);
      action.accept(x);
      action.accept(total);
      aim.forEachTensor(action);
    }
  }
}
