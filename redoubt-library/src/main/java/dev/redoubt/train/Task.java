package dev.redoubt.train;

import dev.redoubt.data.Batch;
import dev.redoubt.tensor.Draws;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * What a run teaches, and how it is told whether it was learnt. The loop knows neither: it owns the
 * order of the data, steps, averages, the choice of the epoch, rollbacks and checkpoints.
 *
 * @param <E> what it has to say of an epoch
 */
interface Task<E extends Epoch> {
  /** What is trained; the same weights all the time. */
  Trainable trainee();

  /** The type of what it says of an epoch, which checkpoints keep as JSON. */
  Class<E> epochType();

  /** All that the final weights depend on, beside the data and the architecture. */
  String fingerprint();

  /** How many updates each batch is used for before the next one. */
  default int replays() {
    return 1;
  }

  /** A costlier way to teach the same, to recover with after an alarm. */
  default Optional<Task<E>> stronger() {
    return Optional.empty();
  }

  /** Makes a batch ready. The weights are frozen meanwhile. */
  Exercise exercise(Batch batch, Moment moment);

  /** Runs the trainee in training mode off the tape, for its running statistics alone. */
  void calibrate(Batch batch, Draws draws);

  /** Measures the weights as they are. */
  E measure(EpochFacts facts);

  /** By how much an epoch may score below the best one and still count as good as it. */
  default double slack(double best) {
    return 0;
  }

  /**
   * When an update takes place.
   *
   * @param passes over the data that are done after it
   * @param draws keyed by sample and step
   * @param carried what is kept from one update to the next
   */
  record Moment(double passes, Draws draws, Carried carried) {}

  /**
   * What the loop knows of an epoch.
   *
   * @param passes over the data that are done
   * @param seconds that it took so far
   */
  record EpochFacts(
      int epoch, double loss, double passes, double learningRate, DoubleSupplier seconds) {}
}
