package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.Safetensors;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a {@link Trainer}: its epochs, and what it is good for after each. */
final class TrainingRun implements AutoCloseable {
  private static final int MOST_ROLLBACKS = 3;

  private final Recipe recipe;
  private final Device device;
  private final TrainingListener listener;
  private final Trainee trainee;
  private final TrainingData data;
  private final HeldOut heldOut;
  private final Carried carried = new Carried();
  private final WeightAverage average;
  private final WeightUpdate update;

  private Checkpoint.State state = Checkpoint.State.START;
  private Map<String, float[]> kept = Map.of();

  /** The weights that the epoch under way would deliver. */
  private Map<String, float[]> candidate = Map.of();

  TrainingRun(
      Recipe recipe,
      Device device,
      TrainingListener listener,
      Trainee trainee,
      TrainingData data,
      HeldOut heldOut) {
    this.recipe = recipe;
    this.device = device;
    this.listener = listener;
    this.trainee = trainee;
    this.data = data;
    this.heldOut = heldOut;
    this.average = new WeightAverage(recipe.refinements().averaging(), trainee);
    this.update = new WeightUpdate(recipe, trainee, carried);
  }

  Trainer.Result run(CheckpointFiles files) {
    Checkpoint good = resumed(files);
    while (!isOver()) {
      EpochSummary summary = epoch(good, files);
      OnCollapse action = reaction(summary);
      if (summary.collapsed()) {
        listener.onCollapse(summary, good.state().history().size(), action);
      }
      if (summary.collapsed() && action == OnCollapse.ROLLBACK) {
        good = rolledBack(good);
        files.write(good);
        continue;
      }
      boolean stop = summary.collapsed() && action == OnCollapse.STOP;
      if (stop && kept.isEmpty()) {
        throw new BadInputException(
            CollapseAlarm.sentence(summary)
                + " It is the first epoch, so there are no earlier weights to deliver.");
      }
      finish(summary, !stop);
      good = checkpoint(files);
      files.write(good);
      listener.onEpoch(summary);
    }
    WeightValues.set(trainee, kept);
    return new Trainer.Result(trainee, state.history(), state.keptEpoch(), heldOut.size());
  }

  /** Takes up what the files know; gives the last good state. */
  private Checkpoint resumed(CheckpointFiles files) {
    Optional<Checkpoint> saved = files.read();
    Checkpoint good = saved.orElseGet(() -> checkpoint(files));
    Optional<Checkpoint> partial = files.readPartial(good.state());
    if (saved.isPresent() || partial.isPresent()) {
      restore(partial.orElse(good));
      listener.onResume(state.history(), state.batchesDone());
    }
    return good;
  }

  private EpochSummary epoch(Checkpoint good, CheckpointFiles files) {
    long start = System.nanoTime();
    double before = state.seconds();
    double saved = 0;
    int epoch = state.history().size() + 1;
    Objective objective = objective(epoch);
    int[] order = data.order(epoch);
    int batches = data.batches();
    double passes = epoch - 1;
    for (int i = state.batchesDone(); i < batches; i++) {
      passes = epoch - 1 + (i + 1) / (double) batches;
      double loss = batch(objective, order, epoch, i, batches, good);
      double seconds = (System.nanoTime() - start) / 1e9;
      state = state.afterBatch(i + 1, loss, before + seconds);
      listener.onBatch(epoch, i + 1, batches, loss);
      if (seconds - saved >= files.partialSeconds() && i + 1 < batches) {
        saved = seconds;
        files.writePartial(checkpoint(files));
      }
    }
    average.afterEpoch((double) epoch / recipe.passes());
    if (!WeightValues.finite(WeightValues.of(trainee))) {
      throw diverged(epoch, batches, batches, "a weight is not finite", good);
    }
    double factor = recipe.epsilonFactor(passes);
    HeldOut.Measures[] measures = new HeldOut.Measures[1];
    average.during(
        () -> calibrate(order, epoch),
        () -> {
          measures[0] = heldOut.measure(trainee.view(), factor);
          candidate = WeightValues.of(trainee);
        });
    HeldOut.Measures m = measures[0];
    return new EpochSummary(
        epoch,
        state.lossSum() / batches,
        m.clean(),
        m.robust(),
        m.noisy(),
        m.signs(),
        CollapseAlarm.rings(m.clean(), m.signs()),
        factor,
        update.learningRate(),
        objective.name(),
        before + (System.nanoTime() - start) / 1e9);
  }

  private Objective objective(int epoch) {
    Objective own = recipe.objective();
    return epoch <= state.strongUntil() ? own.stronger().orElse(own) : own;
  }

  /** All updates of one batch; their mean loss. */
  private double batch(
      Objective objective, int[] order, int epoch, int index, int batches, Checkpoint good) {
    int replays = objective.replays();
    double sum = 0;
    for (int replay = 0; replay < replays; replay++) {
      double done = index + replay / (double) replays;
      double progress = (epoch - 1 + done / batches) / recipe.passes();
      double passes = epoch - 1 + (index + (replay + 1) / (double) replays) / batches;
      int number = replay;
      double loss =
          Scope.value(
              () -> {
                Batch batch = data.batch(order, index, epoch, device);
                Draws draws = batch.draws(recipe.seed(), purpose(epoch, number));
                return update.step(objective, batch, epoch, progress, passes, draws);
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

  private Trainer.Diverged diverged(int epoch, int step, int steps, String what, Checkpoint good) {
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
            Draws draws = batch.draws(recipe.seed(), "train/calibrate");
            Autograd.noGrad(() -> trainee.logits(batch.inputs(), new Pass(Mode.TRAIN, draws)));
          });
    }
  }

  private OnCollapse reaction(EpochSummary summary) {
    OnCollapse asked = recipe.refinements().onCollapse();
    if (asked != OnCollapse.ROLLBACK || !summary.collapsed()) {
      return asked;
    }
    if (recipe.objective().stronger().isEmpty()) {
      return OnCollapse.STOP;
    }
    return state.rollbacks() < MOST_ROLLBACKS ? OnCollapse.ROLLBACK : OnCollapse.STOP;
  }

  /** The last good state again, to go on from with the stronger objective for a while. */
  private Checkpoint rolledBack(Checkpoint good) {
    int rollbacks = state.rollbacks() + 1;
    int until = good.state().history().size() + (1 << rollbacks);
    Checkpoint again = good.with(good.state().rolledBack(rollbacks, until));
    restore(again);
    return again;
  }

  private void finish(EpochSummary summary, boolean good) {
    List<EpochSummary> history = new ArrayList<>(state.history());
    history.add(summary);
    boolean keeps = good && isAsGoodAsTheBest(summary);
    if (keeps) {
      kept = candidate;
    }
    state = state.afterEpoch(history, keeps ? summary.epoch() : state.keptEpoch(), summary.score());
  }

  /**
   * Within one standard error of the best score so far, so that the noise of a small slice does not
   * pick an early epoch.
   */
  private boolean isAsGoodAsTheBest(EpochSummary summary) {
    double best = state.bestScore();
    if (!recipe.refinements().selection().best() || Double.isNaN(best)) {
      return true;
    }
    return summary.score() >= best - Math.sqrt(best * (1 - best) / heldOut.size());
  }

  /** Told from the state alone, so that a run that was killed at its very end does not go on. */
  private boolean isOver() {
    List<EpochSummary> history = state.history();
    boolean stopped =
        recipe.refinements().onCollapse() != OnCollapse.WARN
            && !history.isEmpty()
            && history.get(history.size() - 1).collapsed();
    int patience = recipe.refinements().selection().patience();
    boolean patienceIsOver = patience > 0 && history.size() - state.keptEpoch() >= patience;
    return stopped || patienceIsOver || history.size() >= recipe.passes();
  }

  private Checkpoint checkpoint(CheckpointFiles files) {
    return new Checkpoint(
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

  private void restore(Checkpoint saved) {
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
