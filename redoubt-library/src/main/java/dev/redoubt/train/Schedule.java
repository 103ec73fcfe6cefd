package dev.redoubt.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** The learning rate over the course of a training run. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = Schedule.Piecewise.class, name = "piecewise"),
  @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = Schedule.OneCycle.class, name = "one-cycle"),
})
public sealed interface Schedule {
  /**
   * The rate, as a share of the peak rate.
   *
   * @param progress how much of the run is done, in [0, 1]
   */
  double factor(double progress);

  /** The peak all the time. */
  record Constant() implements Schedule {
    @Override
    public double factor(double progress) {
      return 1;
    }
  }

  /**
   * The peak, divided at milestones.
   *
   * @param milestones shares of the run, ascending
   * @param decay what each milestone multiplies the rate by, in (0, 1)
   */
  record Piecewise(List<Double> milestones, double decay) implements Schedule {
    /** Copies. */
    public Piecewise {
      milestones = List.copyOf(milestones);
    }

    @Override
    public double factor(double progress) {
      return Math.pow(decay, (int) milestones.stream().filter(m -> progress >= m).count());
    }
  }

  /** Half a cosine from the peak to 0 (Loshchilov and Hutter 2017, without restarts). */
  record Cosine() implements Schedule {
    @Override
    public double factor(double progress) {
      return (1 + Math.cos(Math.PI * progress)) / 2;
    }
  }

  /**
   * Linear from 0 to the peak and back to 0 (Smith and Topin 2018; Wong et al. 2020, section 5).
   *
   * @param peak where in the run the peak is reached, in (0, 1)
   */
  record OneCycle(double peak) implements Schedule {
    @Override
    public double factor(double progress) {
      return progress < peak ? progress / peak : (1 - progress) / (1 - peak);
    }
  }
}
