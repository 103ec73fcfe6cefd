package dev.redoubt.compare;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Times models turn by turn, so that whatever else slows the machine down slows all of them: the
 * ratios of the medians mean something where separate runs would not.
 *
 * @param batch samples that are asked for together, at least 1
 * @param rounds turns of each model after one that does not count, at least 1
 * @param least seconds that a turn takes; a quick model answers several times in it
 */
public record InferenceClock(int batch, int rounds, double least) {
  /** 32 samples together, 5 rounds, turns of at least 50 ms. */
  public static final InferenceClock USUAL = new InferenceClock(32, 5, .05);

  /**
   * Times them.
   *
   * @param models in order; costs are relative to the first
   * @param listener told how many turns are done
   */
  public List<InferenceCost> time(
      List<LabelModel> models, Dataset dataset, Device device, IntConsumer listener) {
    int n = Math.min(batch, dataset.size());
    return Scope.value(
        () -> {
          Batch asked = Batch.read(dataset, IntStream.range(0, n).toArray(), device);
          double[][] turns = new double[models.size()][rounds];
          for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < models.size(); i++) {
              double seconds = turn(models.get(i), asked);
              if (round >= 0) {
                turns[i][round] = seconds;
              }
              listener.accept((round + 1) * models.size() + i + 1);
            }
          }
          return costs(models, turns, n);
        });
  }

  /** Turns in all, for progress. */
  public int turns(int models) {
    return (rounds + 1) * models;
  }

  /** Seconds for the batch, on average over the turn. */
  private double turn(LabelModel model, Batch asked) {
    long start = System.nanoTime();
    double seconds;
    int answers = 0;
    do {
      Scope.run(() -> model.predict(asked.inputs(), asked.draws(0, "cost")).ints());
      answers++;
      seconds = (System.nanoTime() - start) / 1e9;
    } while (seconds < least);
    return seconds / answers;
  }

  private static List<InferenceCost> costs(List<LabelModel> models, double[][] turns, int n) {
    List<InferenceCost> costs = new ArrayList<>();
    double first = median(turns[0]);
    for (int i = 0; i < turns.length; i++) {
      double seconds = median(turns[i]);
      costs.add(
          new InferenceCost(models.get(i).passes(), seconds / n, i == 0 ? 1 : seconds / first));
    }
    return costs;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
