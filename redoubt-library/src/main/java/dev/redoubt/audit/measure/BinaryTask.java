package dev.redoubt.audit.measure;

import dev.redoubt.data.Batch;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a binarization test, sample by sample: none depends on the others.
 *
 * @param last the layer that is replaced
 * @param stages in front of the network
 * @param inner points inside the ball, the sample itself among them
 */
record BinaryTask(
    BinarizationTest test,
    LastLayer last,
    List<Stage> stages,
    Surroundings around,
    int inner,
    long seed) {
  /** Points whose features are computed together. */
  private static final int TOGETHER = 250;

  static BinaryTask of(
      BinarizationTest test, Pipeline pipeline, LastLayer last, ThreatModel threat, long seed) {
    return new BinaryTask(
        test,
        last,
        pipeline.stages(),
        new Surroundings(threat, InputDomain.of(pipeline.input())),
        BinarizationTest.inner(last.width()),
        seed);
  }

  /** The pipeline with probes in place of its last layer. */
  Pipeline binarized(Map<Long, Probe> probes) {
    return Pipeline.of(last.binarized(probes), stages);
  }

  Draws draws(Batch batch, String purpose) {
    return batch.draws(seed, "binarization/" + purpose);
  }

  /**
   * What there is to find for a sample.
   *
   * @param foundAtRandom whether a random point is beyond the plane
   */
  record Prepared(Probe probe, boolean foundAtRandom) {}

  /**
   * The hardest of several tasks, by other random points than it is judged by in the end; empty if
   * no boundary point can be told from the inner ones.
   *
   * @param sample one row
   */
  Optional<Prepared> prepared(Batch sample) {
    return Scope.value(
        () -> {
          Tensor clean = features(sample, sample.inputs(), "clean");
          Tensor drawn = drawn(sample, 1 - test.gap(), inner - 1, "inner");
          Tensor inside = Layout.concat(List.of(clean, drawn), 0);
          Tensor tried = drawn(sample, 1, 2 * test.randomPoints(), "tried");
          @Nullable Probe hardest = null;
          int least = Integer.MAX_VALUE;
          for (int i = 0; i < test.attempts() && least > 0; i++) {
            @Nullable Probe probe = probe(sample, inside, "boundary-" + i).orElse(null);
            if (probe != null && probe.beyond(tried) < least) {
              hardest = probe;
              least = probe.beyond(tried);
            }
          }
          return Optional.ofNullable(hardest)
              .map(
                  probe -> {
                    Tensor fresh = drawn(sample, 1, 2 * test.randomPoints(), "random");
                    return new Prepared(probe, probe.beyond(fresh) > 0);
                  });
        });
  }

  /** A plane in fp32 as well. */
  private Optional<Probe> probe(Batch sample, Tensor inside, String purpose) {
    Tensor point = around.outermost(sample.inputs(), 1, 1, draws(sample, purpose));
    Tensor boundary = features(sample, point, purpose);
    return Probe.fit(inside, boundary, test.closeness())
        .filter(probe -> probe.beyond(inside) == 0 && probe.beyond(boundary) == 1);
  }

  /** Features of random points, half of them as far out as they can be. */
  private Tensor drawn(Batch sample, double share, int number, String purpose) {
    int uniform = (number + 1) / 2;
    Draws draws = draws(sample, purpose);
    List<Tensor> points = new ArrayList<>();
    points.add(around.inside(sample.inputs(), share, uniform, draws.of("uniform")));
    if (number > uniform) {
      points.add(around.outermost(sample.inputs(), share, number - uniform, draws.of("outermost")));
    }
    return features(sample, Layout.concat(points, 0), purpose);
  }

  /** What the last layer reads of points, as deployed: {@code [number, width]}. */
  private Tensor features(Batch sample, Tensor points, String purpose) {
    ScoreModel hidden = (ScoreModel) Pipeline.of(last.leftOut(), stages).deployed();
    int number = points.rows();
    Draws draws = draws(sample, purpose).of("features").copies(number);
    List<Tensor> parts = new ArrayList<>();
    for (int from = 0; from < number; from += TOGETHER) {
      int[] rows = IntStream.range(from, Math.min(number, from + TOGETHER)).toArray();
      parts.add(hidden.logits(Layout.rows(points, rows), draws.rows(rows)));
    }
    return Layout.concat(parts, 0);
  }
}
