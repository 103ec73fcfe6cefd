package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.Norm;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Free adversarial training (Shafahi et al. 2019, algorithm 1): each batch is replayed m times, and
 * one backward pass gives both the update of the weights and a step of the perturbation, which is
 * never started anew: the next replay goes on from it, and so does the next batch.
 *
 * <p>The perturbation belongs to places in the batch, not to samples. It is kept within the norm's
 * ball alone, since the next batch has other values in its place; only the points themselves are
 * clipped to the input domain. Gradients are taken at the clipped points. A last batch that is
 * smaller uses and changes the first places.
 *
 * <p>The paper has m = 8 for CIFAR-10 and 4 for ImageNet.
 *
 * @param threat the ball
 * @param replays m, at least 1
 */
public record FreeTraining(ThreatModel threat, int replays) implements SingleStep {
  /** Checks the replays. */
  public FreeTraining {
    if (replays < 1) {
      throw new BadInputException("free wants at least 1 replay of each batch, not " + replays);
    }
  }

  @Override
  public String name() {
    return "free";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("threat", threat.text());
    settings.put("replays", replays);
    return settings;
  }

  @Override
  public Tensor examples(Lesson lesson) {
    Tensor points =
        Scope.tensors(
            () -> lesson.ball(threat).project(lesson.batch().inputs().plus(perturbation(lesson))));
    return Autograd.variable(points);
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return new StandardTraining().loss(lesson, examples);
  }

  @Override
  public void learnt(Lesson lesson, Tensor examples) {
    Norm norm = threat.norm();
    double epsilon = lesson.now(threat).epsilon();
    Scope.run(
        () -> {
          Tensor step = norm.steepestAscent(Autograd.left(examples), epsilon);
          Tensor moved = norm.project(perturbation(lesson).plus(step), epsilon);
          Tensor whole =
              lesson
                  .carried()
                  .get()
                  .filter(kept -> kept.rows() > moved.rows())
                  .map(kept -> Layout.withRows(kept, places(lesson), moved))
                  .orElse(moved);
          lesson.carried().keep(whole);
        });
  }

  /** The perturbation of the batch's places; zero before the first batch of this size. */
  private static Tensor perturbation(Lesson lesson) {
    return lesson
        .carried()
        .get()
        .filter(kept -> kept.rows() >= lesson.batch().size())
        .map(kept -> Layout.rows(kept, places(lesson)))
        .orElseGet(() -> Tensors.zerosLike(lesson.batch().inputs()));
  }

  private static int[] places(Lesson lesson) {
    return IntStream.range(0, lesson.batch().size()).toArray();
  }
}
