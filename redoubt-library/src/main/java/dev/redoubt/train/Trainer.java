package dev.redoubt.train;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Engine;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one training loop, for all objectives. Same seed and recipe, same weights. */
public final class Trainer {
  private static final Pgd HELD_OUT_ATTACK = Pgd.of(10, new StepSize.OfEpsilon(0.25), 1);

  private final Recipe recipe;
  private final Device device;
  private final TrainingListener listener;

  /** A trainer for one recipe. */
  public Trainer(Recipe recipe, Device device, TrainingListener listener) {
    this.recipe = recipe;
    this.device = device;
    this.listener = listener;
  }

  /**
   * A finished run.
   *
   * @param network trained, its weights frozen again
   * @param history an entry an epoch
   */
  public record Result(Network network, List<EpochSummary> history) {}

  /**
   * Trains a fresh network, or goes on where the checkpoint stands.
   *
   * @param checkpoint written after each epoch; null for none
   * @throws BadInputException if the checkpoint belongs to another run, images are to be augmented
   *     and there are none, or the loss is not finite (then the checkpoint is deleted, as the same
   *     recipe would get no further from it)
   */
  public Result train(Dataset dataset, Graph graph, @Nullable Path checkpoint) {
    if (dataset.size() < 2) {
      throw new BadInputException("training wants at least 2 samples, not " + dataset.size());
    }
    if (!recipe.augmentations().isEmpty() && !dataset.input().isImage()) {
      throw new BadInputException(
          "augmentations change images, but the samples of dataset %s have the shape %s"
              .formatted(dataset.name(), dataset.input().shape()));
    }
    TrainingData data = new TrainingData(dataset, recipe);
    String fingerprint = fingerprint(dataset, graph);
    Optional<Checkpoint> saved =
        checkpoint == null ? Optional.empty() : Checkpoint.read(checkpoint, fingerprint);
    Network network =
        saved
            .map(state -> Network.of(graph, state.weights()))
            .orElseGet(() -> Network.create(graph, recipe.seed()))
            .to(device);
    List<EpochSummary> history = new ArrayList<>();
    List<Tensor> weights = network.trainable();
    Optimizer.trainable(weights, true);
    try (Optimizer optimizer = recipe.optimizer().over(weights)) {
      saved.ifPresent(
          state -> {
            optimizer.restore(state.optimizer());
            history.addAll(state.history());
            listener.onResume(history.size());
          });
      NetworkModel view =
          new NetworkModel("training", network, dataset.input(), dataset.classes().size());
      while (history.size() < recipe.epochs()) {
        EpochSummary summary = epoch(history.size() + 1, dataset, data, view, optimizer);
        history.add(summary);
        if (checkpoint != null) {
          new Checkpoint(fingerprint, network.values(), optimizer.state(), history)
              .write(checkpoint, graph);
        }
        listener.onEpoch(summary);
      }
    } catch (Diverged e) {
      delete(checkpoint);
      throw e;
    } finally {
      Optimizer.trainable(weights, false);
    }
    return new Result(network, List.copyOf(history));
  }

  private static final class Diverged extends BadInputException {
    private static final long serialVersionUID = 1L;

    Diverged(int epoch, double loss) {
      super(
          "training diverged in epoch %d: the loss is %s (try a lower learning rate)"
              .formatted(epoch, loss));
    }
  }

  private static void delete(@Nullable Path checkpoint) {
    try {
      if (checkpoint != null) {
        Files.deleteIfExists(checkpoint);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EpochSummary epoch(
      int epoch, Dataset dataset, TrainingData data, NetworkModel view, Optimizer optimizer) {
    long start = System.nanoTime();
    int[] order = data.order(epoch);
    int batches = (order.length + recipe.batchSize() - 1) / recipe.batchSize();
    double total = 0;
    double rate = 0;
    for (int i = 0; i < batches; i++) {
      double done = (epoch - 1 + i / (double) batches) / recipe.epochs();
      rate = recipe.optimizer().learningRate() * recipe.schedule().factor(done);
      optimizer.learningRate(rate);
      int from = i * recipe.batchSize();
      int to = Math.min(order.length, from + recipe.batchSize());
      int[] indices = Arrays.copyOfRange(order, from, to);
      double loss = step(epoch, i, batches, indices, data, view, optimizer);
      total += loss;
      listener.onBatch(epoch, i + 1, batches, loss);
    }
    Accuracy held = heldOut(dataset, data.heldOut(), view);
    return new EpochSummary(
        epoch,
        total / batches,
        held.clean(),
        held.robust(),
        rate,
        (System.nanoTime() - start) / 1e9);
  }

  private double step(
      int epoch,
      int index,
      int batches,
      int[] indices,
      TrainingData data,
      NetworkModel view,
      Optimizer optimizer) {
    return Scope.value(
        () -> {
          Batch batch = data.batch(indices, epoch, device);
          Draws draws = batch.draws(recipe.seed(), "train/epoch-" + epoch);
          double warm = (epoch - 1 + (index + 1) / (double) batches) / recipe.epsilonWarmup();
          double factor = recipe.epsilonWarmup() == 0 ? 1 : Math.min(1, warm);
          Tensor loss = recipe.objective().loss(view.network(), view, batch, factor, draws);
          double value = loss.item();
          if (!Double.isFinite(value)) {
            throw new Diverged(epoch, value);
          }
          optimizer.minimise(loss, recipe.clipNorm());
          return value;
        });
  }

  private record Accuracy(double clean, double robust) {}

  private Accuracy heldOut(Dataset dataset, int[] indices, NetworkModel view) {
    if (indices.length == 0) {
      return new Accuracy(Double.NaN, Double.NaN);
    }
    Optional<ThreatModel> threat = recipe.objective().threat();
    int clean = 0;
    int robust = 0;
    for (int from = 0; from < indices.length; from += 256) {
      int[] some = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + 256));
      clean += Scope.value(() -> correct(view, Batch.read(dataset, some, device), null));
      if (threat.isPresent()) {
        robust += Scope.value(() -> correct(view, Batch.read(dataset, some, device), threat.get()));
      }
    }
    double n = indices.length;
    return new Accuracy(clean / n, threat.isPresent() ? robust / n : Double.NaN);
  }

  private int correct(NetworkModel view, Batch batch, @Nullable ThreatModel threat) {
    Draws draws = batch.draws(recipe.seed(), "train/held-out");
    Tensor inputs =
        threat == null
            ? batch.inputs()
            : HELD_OUT_ATTACK.propose(view, batch, threat, Goal.untargeted(), draws).points();
    int[] predictions = view.predict(inputs, draws).ints();
    int[] labels = batch.labels().ints();
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += predictions[i] == labels[i] ? 1 : 0;
    }
    return correct;
  }

  private String fingerprint(Dataset dataset, Graph graph) {
    // Sums come out the same, bit for bit, only on the same engine with the same threads.
    String place = Engine.version() + "|" + Engine.threads() + "|" + device + "|";
    String text =
        place + recipe + "|" + recipe.objective().settings() + "|" + graph + dataset.digest();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
