package dev.redoubt.audit.measure;

import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
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
  static final int INNER = 0;
  static final int BOUNDARY = 1;

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
   * A plane that the deployed pipeline finds between the points as well; empty if there is none.
   *
   * @param sample one row
   */
  Optional<Prepared> prepared(Batch sample) {
    return probe(sample).map(probe -> new Prepared(probe, isFoundAtRandom(sample, probe)));
  }

  private Optional<Probe> probe(Batch sample) {
    return Scope.value(
        () -> {
          Tensor inside = insidePoints(sample);
          Tensor boundary = boundaryPoint(sample);
          return Probe.fit(
                  features(sample, inside, "inside"),
                  features(sample, boundary, "boundary"),
                  test.closeness())
              .filter(probe -> finds(INNER, inner, probe, sample, inside, "inside"))
              .filter(probe -> finds(BOUNDARY, 1, probe, sample, boundary, "boundary"));
        });
  }

  private Tensor insidePoints(Batch sample) {
    Tensor drawn =
        around.inside(sample.inputs(), 1 - test.gap(), inner - 1, draws(sample, "inner points"));
    return Layout.concat(List.of(sample.inputs(), drawn), 0);
  }

  private Tensor boundaryPoint(Batch sample) {
    return around.outermost(sample.inputs(), 1, draws(sample, "boundary point"));
  }

  private boolean finds(
      int wanted, int number, Probe probe, Batch sample, Tensor points, String purpose) {
    return count(wanted, probe, sample, points, purpose) == number;
  }

  private boolean isFoundAtRandom(Batch sample, Probe probe) {
    return Scope.value(
        () -> {
          int number = test.randomPoints();
          Tensor inside = around.inside(sample.inputs(), 1, number, draws(sample, "random"));
          Tensor corners = around.outermost(sample.inputs(), number, draws(sample, "corners"));
          return count(BOUNDARY, probe, sample, inside, "random points") > 0
              || count(BOUNDARY, probe, sample, corners, "random corners") > 0;
        });
  }

  private int count(int wanted, Probe probe, Batch sample, Tensor points, String purpose) {
    LabelModel model = binarized(Map.of(sample.ids()[0], probe)).deployed();
    Draws draws = draws(sample, purpose).copies(points.rows());
    int count = 0;
    for (int[] rows : parts(points.rows())) {
      int[] named =
          Scope.value(() -> model.predict(Layout.rows(points, rows), draws.rows(rows)).ints());
      count += (int) IntStream.of(named).filter(found -> found == wanted).count();
    }
    return count;
  }

  /** What the last layer reads of points, as deployed: {@code [number, width]}. */
  private Tensor features(Batch sample, Tensor points, String purpose) {
    ScoreModel hidden = (ScoreModel) Pipeline.of(last.leftOut(), stages).deployed();
    Draws draws = draws(sample, purpose).copies(points.rows());
    List<Tensor> parts = new ArrayList<>();
    for (int[] rows : parts(points.rows())) {
      parts.add(hidden.logits(Layout.rows(points, rows), draws.rows(rows)));
    }
    return Layout.concat(parts, 0);
  }

  private static List<int[]> parts(int number) {
    return IntStream.iterate(0, from -> from < number, from -> from + TOGETHER)
        .mapToObj(from -> IntStream.range(from, Math.min(number, from + TOGETHER)).toArray())
        .toList();
  }
}
