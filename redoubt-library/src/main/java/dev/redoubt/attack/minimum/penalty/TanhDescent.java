package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import java.util.function.Consumer;

/**
 * The descent of Carlini and Wagner (2017): Adam on the variables of {@link TanhSpace}. Distances
 * are in widths of the box.
 *
 * @param rate learning rate
 * @param w the variables
 * @param tanh of them
 * @param points of the box that they stand for
 * @param origin where distances are measured from: the clean points as the variables have them
 */
record TanhDescent(
    TanhSpace space,
    Distance distance,
    double rate,
    Tensor w,
    Tensor tanh,
    Tensor points,
    Tensor origin,
    Adam adam)
    implements Descent {
  /** What is minimised beside the hinge. */
  interface Distance {
    /**
     * The distance of each row.
     *
     * @param change in widths of the box, {@code [n, ...]}
     * @return {@code [n]}
     */
    Tensor of(Tensor change);

    /** Its derivative. */
    Tensor slope(Tensor change);

    /** The same for some of the rows. */
    Distance rows(int... rows);
  }

  static TanhDescent from(
      Tensor start, Tensor clean, TanhSpace space, Distance distance, double rate) {
    Tensor w = space.variables(start);
    Tensor tanh = Activation.tanh(w);
    Tensor origin = space.points(Activation.tanh(space.variables(clean)));
    return new TanhDescent(
        space, distance, rate, w, tanh, space.points(tanh), origin, Adam.over(w));
  }

  private Tensor change() {
    return points.minus(origin).dividedBy(2 * space.half());
  }

  @Override
  public Tensor cost() {
    return distance.of(change());
  }

  @Override
  public Descent step(int number, Tensor gradient) {
    Tensor slope = gradient.plus(1 / (2 * space.half()), distance.slope(change()));
    Tensor inner = tanh.times(tanh).times(-space.half()).plus(space.half());
    Adam moved = adam.with(slope.times(inner));
    Tensor next = w.plus(-rate, moved.step(number + 1));
    Tensor then = Activation.tanh(next);
    return new TanhDescent(space, distance, rate, next, then, space.points(then), origin, moved);
  }

  @Override
  public Descent rows(int... rows) {
    return new TanhDescent(
        space,
        distance.rows(rows),
        rate,
        Layout.rows(w, rows),
        Layout.rows(tanh, rows),
        Layout.rows(points, rows),
        Layout.rows(origin, rows),
        adam.rows(rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(w);
    action.accept(tanh);
    action.accept(points);
    action.accept(origin);
    adam.forEachTensor(action);
  }
}
