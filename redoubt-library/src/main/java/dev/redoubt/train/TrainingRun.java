package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of the training loop, whatever it teaches: its epochs, and what it is good for after
 * each.
 *
 * @param <E> what is known of an epoch
 */
final class TrainingRun<E extends Epoch> implements AutoCloseable {
  private static final int MOST_ROLLBACKS = 3;

  private final Course course;
  private final Device device;
  private final RunListener<E> listener;
  private final Task<E> task;
  private final Trainable trainee;
  private final TrainingData data;
  private final Carried carried = new Carried();
  private final WeightAverage average;
  private final WeightUpdate update;

  private Checkpoint.State<E> state = Checkpoint.State.start();
  private Map<String, float[]> kept = Map.of();

  /** The weights that the epoch under way would deliver. */
  private Map<String, float[]> candidate = Map.of();

  TrainingRun(
      Course course, Device device, RunListener<E> listener, Task<E> task, TrainingData data) {
    this.course = course;
    this.device = device;
    this.listener = listener;
    this.task = task;
    this.trainee = task.trainee();
    this.data = data;
    this.average = new WeightAverage(course.refinements().averaging(), trainee);
    this.update = new WeightUpdate(course, trainee);
  }

  /**
   * What a finished run came to; the trainee has the weights that are delivered.
   *
   * @param <E> what is known of an epoch
   * @param epoch the epoch that the weights are from
   */
  record Outcome<E extends Epoch>(List<E> history, int epoch) {}

  /**
   * Runs to the end, or goes on where the checkpoint stands.
   *
   * @param checkpoint null for a run that keeps none
   * @param partialSeconds the least time between two checkpoints from within an epoch
   */
  Outcome<E> run(@Nullable Path checkpoint, double partialSeconds) {
    CheckpointFiles<E> files =
        new CheckpointFiles<>(
            checkpoint, Fingerprint.of(task, device, data), task.epochType(), partialSeconds);
    Checkpoint<E> good = resumed(files);
    while (!isOver()) {
      E summary = epoch(good, files);
      OnCollapse action = reaction(summary);
      boolean alarm = summary.alarm().isPresent();
      if (alarm) {
        listener.onCollapse(summary, good.state().history().size(), action);
      }
      if (alarm && action == OnCollapse.ROLLBACK) {
        good = rolledBack(good);
        files.write(good);
        continue;
      }
      boolean stop = alarm && action == OnCollapse.STOP;
      if (stop && kept.isEmpty()) {
        throw new BadInputException(
            summary.alarm().orElseThrow()
                + " It is the first epoch, so there are no earlier weights to deliver.");
      }
      finish(summary, !stop);
      good = checkpoint(files);
      files.write(good);
      listener.onEpoch(summary);
    }
    WeightValues.set(trainee, kept);
    return new Outcome<>(state.history(), state.keptEpoch());
  }

  /** Takes up what the files know; gives the last good state. */
  private Checkpoint<E> resumed(CheckpointFiles<E> files) {
    Optional<Checkpoint<E>> saved = files.read();
    Checkpoint<E> good = saved.orElseGet(() -> checkpoint(files));
    Optional<Checkpoint<E>> partial = files.readPartial(good.state());
    if (saved.isPresent() || partial.isPresent()) {
      restore(partial.orElse(good));
      listener.onResume(state.history(), state.batchesDone());
    }
    return good;
  }

  private E epoch(Checkpoint<E> good, CheckpointFiles<E> files) {
    long start = System.nanoTime();
    double before = state.seconds();
    double saved = 0;
    int epoch = state.history().size() + 1;
    Task<E> now = task(epoch);
    int[] order = data.order(epoch);
    int batches = data.batches();
    double passes = epoch - 1;
    for (int i = state.batchesDone(); i < batches; i++) {
      passes = epoch - 1 + (i + 1) / (double) batches;
      double loss = batch(now, order, epoch, i, batches, good);
      double seconds = (System.nanoTime() - start) / 1e9;
      state = state.afterBatch(i + 1, loss, before + seconds);
      listener.onBatch(epoch, i + 1, batches, loss);
      if (seconds - saved >= files.partialSeconds() && i + 1 < batches) {
        saved = seconds;
        files.writePartial(checkpoint(files));
      }
    }
    average.afterEpoch((double) epoch / course.passes());
    if (!WeightValues.finite(WeightValues.of(trainee))) {
      throw diverged(epoch, batches, batches, "a weight is not finite", good);
    }
    Task.EpochFacts facts =
        new Task.EpochFacts(
            epoch,
            state.lossSum() / batches,
            passes,
            update.learningRate(),
            () -> before + (System.nanoTime() - start) / 1e9);
    return average.during(
        () -> calibrate(order, epoch),
        () -> {
          candidate = WeightValues.of(trainee);
          return now.measure(facts);
        });
  }

  private Task<E> task(int epoch) {
    return epoch <= state.strongUntil() ? task.stronger().orElse(task) : task;
  }

  /** All updates of one batch; their mean loss. */
  private double batch(
      Task<E> now, int[] order, int epoch, int index, int batches, Checkpoint<E> good) {
    int replays = now.replays();
    double sum = 0;
    for (int replay = 0; replay < replays; replay++) {
      double done = index + replay / (double) replays;
      double progress = (epoch - 1 + done / batches) / course.passes();
      double passes = epoch - 1 + (index + (replay + 1) / (double) replays) / batches;
      int number = replay;
      double loss =
          Scope.value(
              () -> {
                Batch batch = data.batch(order, index, epoch, device);
                Draws draws = batch.draws(course.seed(), purpose(epoch, number));
                Task.Moment moment = new Task.Moment(passes, draws, carried);
                return update.step(now.exercise(batch, moment), epoch, progress);
              });
      if (!Double.isFinite(loss)) {
        throw diverged(epoch, index + 1, batches, "the loss is " + loss, good);
      }
      average.afterStep();
      sum += loss;
    }
    return sum / replays;
  }

  private String purpose(int epoch, int replay) {
    String attempt = state.rollbacks() == 0 ? "" : "/rollback-" + state.rollbacks();
    return "train" + attempt + "/epoch-" + epoch + (replay == 0 ? "" : "/replay-" + replay);
  }

  private Trainer.Diverged diverged(
      int epoch, int step, int steps, String what, Checkpoint<E> good) {
    Map<String, float[]> last = good.kept().isEmpty() ? good.weights() : good.kept();
    WeightValues.set(trainee, last);
    return new Trainer.Diverged(epoch, step, steps, what, good.state().keptEpoch());
  }

  /** Passes over training samples for their running statistics alone. */
  private void calibrate(int[] order, int epoch) {
    int batches = Math.min(data.batches(), 50);
    for (int i = 0; i < batches; i++) {
      int index = i;
      Scope.run(
          () -> {
            Batch batch = data.batch(order, index, epoch, device);
            Draws draws = batch.draws(course.seed(), "train/calibrate");
            task.calibrate(batch, draws);
          });
    }
  }

  private OnCollapse reaction(E summary) {
    OnCollapse asked = course.refinements().onCollapse();
    if (asked != OnCollapse.ROLLBACK || summary.alarm().isEmpty()) {
      return asked;
    }
    if (task.stronger().isEmpty()) {
      return OnCollapse.STOP;
    }
    return state.rollbacks() < MOST_ROLLBACKS ? OnCollapse.ROLLBACK : OnCollapse.STOP;
  }

  /** The last good state again, to go on from with the stronger objective for a while. */
  private Checkpoint<E> rolledBack(Checkpoint<E> good) {
    int rollbacks = state.rollbacks() + 1;
    int until = good.state().history().size() + (1 << rollbacks);
    Checkpoint<E> again = good.with(good.state().rolledBack(rollbacks, until));
    restore(again);
    return again;
  }

  private void finish(E summary, boolean good) {
    List<E> history = new ArrayList<>(state.history());
    history.add(summary);
    boolean keeps = good && isAsGoodAsTheBest(summary);
    if (keeps) {
      kept = candidate;
    }
    state = state.afterEpoch(history, keeps ? summary.epoch() : state.keptEpoch(), summary.score());
  }

  private boolean isAsGoodAsTheBest(E summary) {
    double best = state.bestScore();
    if (!course.refinements().selection().best() || Double.isNaN(best)) {
      return true;
    }
    return summary.score() >= best - task.slack(best);
  }

  /** Told from the state alone, so that a run that was killed at its very end does not go on. */
  private boolean isOver() {
    List<E> history = state.history();
    boolean stopped =
        course.refinements().onCollapse() != OnCollapse.WARN
            && !history.isEmpty()
            && history.get(history.size() - 1).alarm().isPresent();
    int patience = course.refinements().selection().patience();
    boolean patienceIsOver = patience > 0 && history.size() - state.keptEpoch() >= patience;
    return stopped || patienceIsOver || history.size() >= course.passes();
  }

  private Checkpoint<E> checkpoint(CheckpointFiles<E> files) {
    return new Checkpoint<>(
        files.fingerprint(),
        WeightValues.of(trainee),
        average.values(),
        kept,
        carried
            .get()
            .map(
                tensor ->
                    Safetensors.Entry.of(
                        tensor.floats(), Arrays.stream(tensor.shape()).boxed().toList())),
        update.optimizerState(),
        state.averaged(average.count()));
  }

  private void restore(Checkpoint<E> saved) {
    WeightValues.set(trainee, saved.weights());
    average.restore(saved.average(), saved.state().averaged());
    kept = new HashMap<>(saved.kept());
    carried.clear();
    saved
        .carried()
        .ifPresent(
            entry ->
                Scope.run(
                    () ->
                        carried.keep(
                            Tensors.of(
                                    entry.floats(),
                                    entry.shape().stream().mapToLong(Long::longValue).toArray())
                                .to(device))));
    update.restore(saved.optimizer());
    state = saved.state();
  }

  @Override
  public void close() {
    carried.clear();
    average.close();
    update.close();
  }
}
