package dev.redoubt.train;

import dev.redoubt.tensor.InPlace;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The average of the weights as it goes along; running statistics are averaged with them. */
final class WeightAverage {
  private final Averaging averaging;
  private final Trainable trainee;
  private final Map<String, Tensor> mean = new LinkedHashMap<>();
  private long count;

  WeightAverage(Averaging averaging, Trainable trainee) {
    this.averaging = averaging;
    this.trainee = trainee;
  }

  /** How many weights went into it; 0 if there is no average yet. */
  long count() {
    return count;
  }

  /** After each update. */
  void afterStep() {
    if (averaging instanceof Averaging.Ema ema) {
      include(1 - Math.min(ema.decay(), (1.0 + count) / (10.0 + count)));
    }
  }

  /**
   * After each epoch.
   *
   * @param progress the share of the run that is done
   */
  void afterEpoch(double progress) {
    if (averaging instanceof Averaging.Swa swa && progress > swa.start()) {
      include(1.0 / (count + 1));
    }
  }

  private void include(double share) {
    trainee
        .weights()
        .forEach(
            (name, weight) -> {
              Tensor average = mean.get(name);
              if (average == null) {
                mean.put(name, Scope.own(weight.detached().copied()));
              } else {
                InPlace.blend(average, weight, share);
              }
            });
    count++;
  }

  /**
   * Does something with the average in the trainee's place.
   *
   * @param calibration gathers running statistics anew, which a mean of weights wants
   * @return what the action gives; no tensor
   */
  <T> T during(Runnable calibration, Supplier<T> action) {
    if (count == 0) {
      return action.get();
    }
    return Scope.value(
        () -> {
          Map<String, Tensor> own = new LinkedHashMap<>();
          trainee
              .weights()
              .forEach(
                  (name, weight) -> {
                    own.put(name, weight.detached().copied());
                    InPlace.set(weight, Objects.requireNonNull(mean.get(name)));
                  });
          try {
            if (averaging instanceof Averaging.Swa
                && trainee.weights().size() > trainee.trainable().size()) {
              calibration.run();
            }
            return action.get();
          } finally {
            own.forEach(
                (name, values) ->
                    InPlace.set(Objects.requireNonNull(trainee.weights().get(name)), values));
          }
        });
  }

  /** The average's values, to be given to {@link #restore}; empty if there is none yet. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    mean.forEach((name, tensor) -> values.put(name, tensor.floats()));
    return values;
  }

  void restore(Map<String, float[]> values, long counted) {
    close();
    Scope.run(
        () ->
            values.forEach(
                (name, value) -> {
                  Tensor weight = Objects.requireNonNull(trainee.weights().get(name));
                  Tensor own = Scope.own(weight.detached().copied());
                  InPlace.set(own, WeightValues.like(value, weight));
                  mean.put(name, own);
                }));
    count = counted;
  }

  void close() {
    mean.values().forEach(Tensor::close);
    mean.clear();
    count = 0;
  }
}
