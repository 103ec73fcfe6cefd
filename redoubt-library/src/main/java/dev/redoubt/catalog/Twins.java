package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.Architecture;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.Recipe;
import dev.redoubt.train.Schedule;
import dev.redoubt.train.Trainer;
import dev.redoubt.train.TrainingListener;
import dev.redoubt.train.objective.StandardTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Undefended twins: small networks for the same inputs and classes, trained without a defence in
 * seconds. What breaks them is carried over to the model that is audited.
 */
public final class Twins {
  private static final int SAMPLES = 10_000;
  private static final int EPOCHS = 3;

  private Twins() {}

  /**
   * Trains twins on training data.
   *
   * @param number how many, of different architectures and seeds
   * @param classes of the model
   */
  public static List<GradientModel> train(
      Dataset train, int number, int classes, long seed, Device device) {
    int used = Math.min(train.size(), SAMPLES);
    int[] indices = new int[used];
    for (int i = 0; i < used; i++) {
      indices[i] = (int) ((long) i * train.size() / used);
    }
    Dataset some = DatasetView.select(train, indices);
    List<GradientModel> twins = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Architecture preferred = i % 2 == 0 ? new CommonCnn() : new Mlp();
      Graph graph =
          graph(preferred, some, classes)
              .orElseGet(() -> graph(new Mlp(), some, classes).orElseThrow());
      Recipe recipe =
          new Recipe(
              new StandardTraining(),
              new Optimizer.AdamStyle(0.002, 0, false),
              new Schedule.OneCycle(0.4),
              EPOCHS,
              64,
              0,
              0,
              List.of(),
              0,
              seed + i);
      Network network =
          new Trainer(recipe, device, TrainingListener.silent()).train(some, graph, null).network();
      twins.add(new NetworkModel("twin-" + (i + 1), network, train.input(), classes));
    }
    return twins;
  }

  private static Optional<Graph> graph(Architecture architecture, Dataset data, int classes) {
    try {
      return Optional.of(
          architecture.graph(data.input().shape(), classes, Recipes.normalization(data)));
    } catch (BadInputException e) {
      return Optional.empty(); // made for other shapes
    }
  }
}
