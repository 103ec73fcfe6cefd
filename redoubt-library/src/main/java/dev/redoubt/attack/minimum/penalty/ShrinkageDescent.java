package dev.redoubt.attack.minimum.penalty;

import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import java.util.function.Consumer;

/**
 * The descent of the elastic-net attack (Chen et al. 2018, algorithm 1): a fast iterative
 * shrinkage-thresholding algorithm, FISTA, on {@code ‖δ‖₂² + β‖δ‖₁ + c·hinge}. Distances are in
 * widths of the box.
 *
 * <p>Gradients are taken at the extrapolated points y, which are kept in the box here, so that the
 * same pass tells whether they meet the goal; the authors look at x by a pass of its own. Both are
 * zero where the last two x are.
 *
 * @param x δ of the last step
 * @param y δ extrapolated from the last two steps
 * @param clean in widths of the box from its low end
 */
record ShrinkageDescent(Rates rates, InputDomain domain, Tensor x, Tensor y, Tensor clean)
    implements Descent {
  /**
   * How it goes.
   *
   * @param first size of the first step; later ones fall with the square root of what is left
   * @param steps of the whole descent
   * @param beta by how much each feature shrinks in a step
   */
  record Rates(double first, int steps, double beta) {
    double at(int number) {
      return first * Math.sqrt(1 - number / (double) steps);
    }
  }

  static ShrinkageDescent from(Tensor clean, Rates rates, InputDomain domain) {
    Tensor scaled = clean.minus(domain.low()).dividedBy(domain.high() - domain.low());
    Tensor none = scaled.times(0);
    return new ShrinkageDescent(rates, domain, none, none, scaled);
  }

  private double width() {
    return domain.high() - domain.low();
  }

  /** Features that have not changed keep their clean values to the bit. */
  @Override
  public Tensor points() {
    return domain.clamp(clean.plus(y).times(width()).plus(domain.low()));
  }

  @Override
  public Tensor cost() {
    return Reductions.sumPerSample(y.times(y))
        .plus(rates.beta, Reductions.sumPerSample(Elementwise.abs(y)));
  }

  @Override
  public Descent step(int number, Tensor gradient) {
    Tensor slope = y.times(2).plus(width(), gradient);
    Tensor moved = y.plus(-rates.at(number), slope);
    Tensor size = Elementwise.atLeast(Elementwise.abs(moved).minus(rates.beta), 0);
    Tensor next = inBox(Elementwise.sign(moved).times(size));
    double momentum = number / (number + 3.0);
    return new ShrinkageDescent(
        rates, domain, next, inBox(next.plus(momentum, next.minus(x))), clean);
  }

  private Tensor inBox(Tensor change) {
    return Elementwise.clamp(clean.plus(change), 0, 1).minus(clean);
  }

  @Override
  public Descent rows(int... rows) {
    return new ShrinkageDescent(
        rates, domain, Layout.rows(x, rows), Layout.rows(y, rows), Layout.rows(clean, rows));
  }

  @Override
  public void forEachTensor(Consumer<Tensor> action) {
    action.accept(x);
    action.accept(y);
    action.accept(clean);
  }
}
