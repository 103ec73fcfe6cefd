package dev.redoubt.attack.fab;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.boundary.Boundary;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;

/**
 * The two moves of an iteration (Croce and Hein 2020, algorithm 1): to the linearised boundary with
 * a pull towards the clean point, and, from a point that is misclassified, back towards the clean
 * one.
 */
record FabStep(Fab fab, Norm norm, InputDomain domain, Projection projection) {
  /** What a move of no length counts as, so that the share of two of them is defined. */
  private static final double SHORTEST = 1e-8;

  FabStep(Fab fab, Norm norm, InputDomain domain) {
    this(fab, norm, domain, Projection.in(norm, domain));
  }

  /**
   * The next point: both x and the clean point go η times as far as their projections onto the
   * boundary, and the new point lies between the two results, by at most α_max on the clean point's
   * side, and the closer to it the nearer it is to the boundary.
   *
   * @param x the points that the boundary was linearised at
   */
  Tensor across(Tensor x, Tensor clean, Boundary boundary) {
    return Scope.tensors(
        () -> {
          Tensor here = Layout.flatten(x);
          Tensor origin = Layout.flatten(clean);
          Hyperplanes planes = projection.onto(boundary.normal());
          Tensor fromHere = planes.shift(here, boundary.gap().negated());
          Tensor already = Reductions.sum(boundary.normal().times(here.minus(origin)), 1);
          Tensor fromOrigin = planes.shift(origin, already.minus(boundary.gap()));
          Tensor near = Elementwise.atLeast(norm.of(fromHere), SHORTEST);
          Tensor far = Elementwise.atLeast(norm.of(fromOrigin), SHORTEST);
          Tensor alpha = Elementwise.clamp(near.dividedBy(near.plus(far)), 0, fab.alphaMax());
          Tensor next =
              Elementwise.between(
                  here.plus(fab.eta(), fromHere),
                  origin.plus(fab.eta(), fromOrigin),
                  Layout.reshape(alpha, -1, 1));
          return Layout.reshape(domain.clamp(next), x.shape());
        });
  }

  /** {@code clean + β(x - clean)} where the goal was met; the other rows stay. */
  Tensor back(Tensor x, Tensor clean, Hits hits) {
    float[] weights = new float[x.rows()];
    for (int row = 0; row < weights.length; row++) {
      weights[row] = hits.met(row) ? (float) fab.beta() : 1;
    }
    return Scope.tensors(
        () ->
            Elementwise.between(
                clean, x, Layout.perSample(Tensors.of(weights, weights.length).like(x), x)));
  }
}
