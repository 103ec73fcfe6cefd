package dev.redoubt.audit.measure;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Whether an attack can find what is certainly there (Zimmermann et al. 2022, "Increasing
 * confidence in adversarial robustness evaluations", section 4). For each sample the last layer is
 * replaced by a plane between the features of {@code m} points inside the ball and of one point on
 * its boundary, where {@code m = min(999, ⌊features / 2⌋ - 1)}: then there is an adversarial point,
 * and an attack that does not find one fails for want of gradients or of strength. Everything
 * before the last layer, the stages too, is what it was.
 *
 * <p>Inner points are the sample itself and points of the ball of radius {@code (1 - gap) ε}, half
 * of them drawn uniformly and half as far out as they can be in a random direction (corners for
 * Linf, on the sphere for L2). The boundary point is one of the latter at the full radius: it
 * differs from inner points in its distance alone, and chance does not hit on what tells them
 * apart. Numbers and defaults are those of the authors' code. There boundary points are uniform
 * noise scaled to the radius, and the plane is that of a logistic regression without a penalty,
 * which tends to the plane of largest margin that is taken here.
 *
 * @param gap between inner points and the boundary, as a share of ε; in [0, 1)
 * @param closeness how far the plane is moved to the boundary point, in [0, 1): so far that few
 *     points but those that an attack has climbed to are beyond it
 * @param attempts boundary points that are tried for each sample, until no random point is beyond
 *     the plane; at least 1
 * @param randomPoints drawn uniformly from the ball, and as many of its outermost ones, to see
 *     whether chance finds as much
 */
public record BinarizationTest(double gap, double closeness, int attempts, int randomPoints) {
  private static final int MOST_INNER = 999;
  private static final int LEAST_INNER = 2;

  /** Samples that are attacked together. */
  private static final int TOGETHER = 128;

  /** A gap of .05, a closeness of .999, 10 attempts, 200 random points of each kind. */
  public BinarizationTest() {
    this(.05, .999, 10, 200);
  }

  /** Checks. */
  public BinarizationTest {
    if (!(gap >= 0 && gap < 1) || !(closeness >= 0 && closeness < 1)) {
      throw new BadInputException(
          "a binarization test wants a gap and a closeness in [0, 1), not %s and %s"
              .formatted(gap, closeness));
    }
    if (attempts < 1 || randomPoints < 1) {
      throw new BadInputException(
          "a binarization test wants at least 1 attempt and 1 random point, not %d and %d"
              .formatted(attempts, randomPoints));
    }
  }

  /**
   * What came of it.
   *
   * @param tests samples
   * @param separated those of them for which there is a plane; only they count
   * @param found separated ones for which the attack found a point beyond it
   * @param foundAtRandom separated ones for which one of the random points was
   */
  public record Result(int tests, int separated, int found, int foundAtRandom) {}

  /**
   * Why the test says nothing of a pipeline, as a sentence without a full stop; empty if it does.
   */
  public static Optional<String> obstacle(Pipeline pipeline) {
    for (Stage stage : pipeline.stages()) {
      if (!(stage instanceof Purifier)) {
        return Optional.of(
            "stage %s does not pass on one input for each, whose features a probe could read"
                .formatted(stage.name()));
      }
    }
    if (!(pipeline.classifier() instanceof NetworkModel model)) {
      return Optional.of(
          "model %s shows no last layer that could be replaced"
              .formatted(pipeline.classifier().name()));
    }
    Optional<LastLayer> last = LastLayer.of(model);
    if (last.isEmpty()) {
      return Optional.of("model %s does not end in a linear layer".formatted(model.name()));
    }
    int width = last.get().width();
    return inner(width) < LEAST_INNER
        ? Optional.of(
            "the last layer of model %s reads %d features, too few for a probe"
                .formatted(model.name(), width))
        : Optional.empty();
  }

  /** Points inside the ball for so many features. */
  static int inner(int width) {
    return Math.min(MOST_INNER, width / 2 - 1);
  }

  /**
   * Runs the test.
   *
   * @param indices of the samples
   * @param attack what has to find the points
   * @param remedied what the attack sees of the binarized pipeline, such as a remedy of it; the
   *     identity to attack it as it is. What it finds is judged by the binarized pipeline itself
   * @throws BadInputException if there is an {@link #obstacle}, or the attack can't be run
   */
  public Result run(
      Pipeline pipeline,
      Dataset dataset,
      int[] indices,
      ThreatModel threat,
      Attack<?> attack,
      long seed,
      Device device,
      UnaryOperator<Pipeline> remedied) {
    obstacle(pipeline).ifPresent(BinarizationTest::refuse);
    LastLayer last = LastLayer.of((NetworkModel) pipeline.classifier()).orElseThrow();
    BinaryTask task = BinaryTask.of(this, pipeline, last, threat, seed);
    Map<Long, Probe> probes = new HashMap<>();
    List<Integer> separated = new ArrayList<>();
    int atRandom = 0;
    for (int index : indices) {
      Optional<BinaryTask.Prepared> prepared =
          Scope.value(() -> task.prepared(Batch.read(dataset, new int[] {index}, device)));
      if (prepared.isPresent()) {
        probes.put(dataset.id(index), prepared.get().probe());
        separated.add(index);
        atRandom += prepared.get().foundAtRandom() ? 1 : 0;
      }
    }
    Pipeline binarized = task.binarized(probes);
    Pipeline seen = remedied.apply(binarized);
    int found = 0;
    for (int from = 0; from < separated.size(); from += TOGETHER) {
      int[] part =
          separated.subList(from, Math.min(separated.size(), from + TOGETHER)).stream()
              .mapToInt(i -> i)
              .toArray();
      found +=
          Scope.value(
              () -> found(task, binarized, seen, Batch.read(dataset, part, device), attack));
    }
    return new Result(indices.length, separated.size(), found, atRandom);
  }

  private int found(
      BinaryTask task, Pipeline binarized, Pipeline seen, Batch batch, Attack<?> attack) {
    Batch inner = new Batch(batch.ids(), batch.inputs(), Tensors.zerosLike(batch.labels()));
    LabelModel view = seen.adaptive(1, inner);
    ThreatModel threat = task.around().threat();
    Binding.obstacle(attack, threat, view).ifPresent(BinarizationTest::refuse);
    Draws draws = task.draws(inner, "attack");
    Tensor points = Binding.propose(attack, view, inner, threat, Goal.untargeted(), draws).points();
    LabelModel judge = binarized.deployed();
    Draws judged = task.draws(inner, "judge");
    int found = 0;
    for (int row = 0; row < inner.size(); row++) {
      Tensor point = Layout.row(points, row);
      boolean beyond =
          task.around().holds(Layout.row(inner.inputs(), row), point)
              && judge.predict(point, judged.rows(row)).ints()[0] == ProbeLayer.BOUNDARY;
      found += beyond ? 1 : 0;
    }
    return found;
  }

  private static void refuse(String sentence) {
    throw new BadInputException(sentence);
  }
}
