package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Learning rates over a run, as shares of the peak. */
class ScheduleTest {
  @Test
  void constantStaysAtThePeak() {
    assertThat(new Schedule.Constant().factor(0)).isEqualTo(1);
    assertThat(new Schedule.Constant().factor(1)).isEqualTo(1);
  }

  @Test
  void piecewiseFallsAtItsMilestones() {
    Schedule schedule = new Schedule.Piecewise(List.of(.5, .75), .1);

    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(.499)).isEqualTo(1);
    assertThat(schedule.factor(.5)).isCloseTo(.1, within(1e-12));
    assertThat(schedule.factor(.749)).isCloseTo(.1, within(1e-12));
    assertThat(schedule.factor(.75)).isCloseTo(.01, within(1e-12));
    assertThat(schedule.factor(1)).isCloseTo(.01, within(1e-12));
  }

  @Test
  void cosineFallsFromThePeakToNothing() {
    Schedule schedule = new Schedule.Cosine();

    assertThat(schedule.factor(0)).isEqualTo(1);
    assertThat(schedule.factor(1 / 3.0)).isCloseTo(.75, within(1e-12));
    assertThat(schedule.factor(.5)).isCloseTo(.5, within(1e-12));
    assertThat(schedule.factor(1)).isCloseTo(0, within(1e-12));
  }

  @Test
  void oneCycleRisesAndFallsLinearly() {
    Schedule schedule = new Schedule.OneCycle(.4);

    assertThat(schedule.factor(0)).isZero();
    assertThat(schedule.factor(.1)).isCloseTo(.25, within(1e-12));
    assertThat(schedule.factor(.4)).isEqualTo(1);
    assertThat(schedule.factor(.7)).isCloseTo(.5, within(1e-12));
    assertThat(schedule.factor(1)).isZero();
  }

  @Property
  void allStayBetweenNothingAndThePeak(@ForAll @DoubleRange(max = 1) double progress) {
    List<Schedule> all =
        List.of(
            new Schedule.Constant(),
            new Schedule.Piecewise(List.of(.3, .6), .2),
            new Schedule.Cosine(),
            new Schedule.OneCycle(.4));
    assertThat(all).allSatisfy(s -> assertThat(s.factor(progress)).isBetween(0.0, 1.0));
  }
}
