package dev.redoubt.train.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.TinyTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InnerAscentTest {
  private static final Dataset DATA = Lessons.data(5, 3);
  private static final Network NETWORK = Lessons.network(3);

  private static Tensor firstLogit(Tensor logits) {
    return Layout.pick(logits, Tensors.ofInts(0, 0, 0, 0, 0));
  }

  @ParameterizedTest(name = "{0} steps at {1} of the budget")
  @CsvSource({"1, 1, .02", "2, 1, .04", "2, .5, .02", "9, 1, .1", "9, .5, .05"})
  void stepsAndBallShrinkWithTheWarmUp(int steps, double factor, double distance) {
    InnerAscent ascent =
        new InnerAscent(ThreatModel.parse("linf:0.1"), steps, new StepSize.Absolute(.02));
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(NETWORK, DATA, factor);
          Tensor x = lesson.batch().inputs();
          Tensor end = ascent.from(lesson, x, InnerAscentTest::firstLogit);

          double largest = 0;
          for (double change : end.minus(x).doubles()) {
            largest = Math.max(largest, Math.abs(change));
          }
          assertThat(largest).isCloseTo(distance, within(1e-6));
          double[] before = firstLogit(lesson.view().logits(x, lesson.draws())).doubles();
          double[] after = firstLogit(lesson.view().logits(end, lesson.draws())).doubles();
          for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isGreaterThan(before[i]);
          }
        });
  }

  @Test
  void startsNearbyWithALittleNoise() {
    InnerAscent ascent =
        new InnerAscent(ThreatModel.parse("linf:0.1"), 1, new StepSize.Absolute(.02));
    Scope.run(
        () -> {
          Lesson lesson = TinyTask.lesson(NETWORK, Lessons.data(500, 4), 1);
          double[] x = lesson.batch().inputs().doubles();
          double[] start = ascent.nearby(lesson).doubles();
          double squares = 0;
          int free = 0;
          for (int i = 0; i < x.length; i++) {
            assertThat(start[i]).isBetween(0.0, 1.0);
            if (x[i] > .01 && x[i] < .99) {
              squares += (start[i] - x[i]) * (start[i] - x[i]);
              free++;
            }
          }
          assertThat(Math.sqrt(squares / free)).isCloseTo(1e-3, within(1e-4));
        });
  }
}
