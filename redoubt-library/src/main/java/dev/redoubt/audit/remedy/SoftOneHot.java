package dev.redoubt.audit.remedy;

import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Weights;
import dev.redoubt.nn.operator.OneHot;
import dev.redoubt.tensor.Activation;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Three inputs, places, {@code {off, on}} and the scores whose largest stands at the places: the
 * one-hot value of the first two, with the derivative of the scores' softmax. The scores are
 * divided by their spread first, so that it is saturated by none. It stands on tapes, never in
 * files.
 *
 * @param scoreAxis the dimension of the scores along which the largest was looked for
 */
record SoftOneHot(OneHot oneHot, int scoreAxis) implements Operator {
  private static final double TINY = 1e-30;

  @Override
  public Tensor forward(List<Tensor> inputs, Weights weights, Pass pass) {
    Tensor scores = inputs.get(2);
    return Scope.tensors(
        () -> {
          Tensor value = oneHot.forward(inputs.subList(0, 2), weights, pass);
          if (!scores.requiresGrad() || !fits(value, scores)) {
            return value;
          }
          Tensor off = Layout.slice(inputs.get(1), 0, 0, 1, 1);
          Tensor on = Layout.slice(inputs.get(1), 0, 1, 2, 1);
          Tensor soft = arranged(softmax(scores), value).times(on.minus(off)).plus(off);
          return Graft.of(value, soft);
        });
  }

  /** Places that were gathered or cut out on their way have lost their scores. */
  private boolean fits(Tensor value, Tensor scores) {
    return value.dtype().isFloating()
        && value.count() == scores.count()
        && value.size(oneHot.axis()) == scores.size(scoreAxis);
  }

  private Tensor softmax(Tensor scores) {
    long[] along = {scoreAxis};
    Tensor centred = scores.minus(Reductions.mean(scores, along, true)).detached();
    Tensor spread = Elementwise.sqrt(Reductions.mean(centred.times(centred), along, true));
    return Activation.softmax(scores.dividedBy(Elementwise.atLeast(spread, TINY)), scoreAxis);
  }

  /** The scores' dimension moved to where the one-hot one stands. */
  private Tensor arranged(Tensor soft, Tensor value) {
    Tensor last = Layout.permute(soft, moved(soft.rank(), scoreAxis));
    long[] shape = value.shape();
    int axis = oneHot.axis();
    long[] shapeLast = LongStream.of(moved(shape.length, axis)).map(i -> shape[(int) i]).toArray();
    long[] back =
        IntStream.range(0, shape.length)
            .mapToLong(i -> i == axis ? shape.length - 1 : i < axis ? i : i - 1)
            .toArray();
    return Layout.permute(Layout.reshape(last, shapeLast), back);
  }

  /** All dimensions in order, but one as the last. */
  private static long[] moved(int rank, int axis) {
    return LongStream.concat(LongStream.range(0, rank).filter(i -> i != axis), LongStream.of(axis))
        .toArray();
  }
}
