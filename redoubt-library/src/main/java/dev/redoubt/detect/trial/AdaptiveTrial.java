package dev.redoubt.detect.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Judgement;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Attacks by one who knows the detector, and wants to look as harmless as he can: he aims below the
 * score that half of all clean inputs exceed. Of all that fools the classifier, the least
 * suspicious point of each sample counts, those of the oblivious attacks included. So the ROC curve
 * of these points says what a detector is worth at every threshold, not at one alone.
 *
 * @param aimed the pipeline with the threshold that the attacker aims at
 * @param aim the same threshold, as an excess over the deployed one; points below it are left alone
 * @param suspicion of points, as deployed
 * @param entries the attacks; those that know nothing of the detector are skipped, and of one that
 *     is run with several numbers of draws the one with most is taken
 */
public record AdaptiveTrial(
    Pipeline aimed, double aim, Suspicion suspicion, List<Entry> entries, ThreatModel threat) {
  private static final int BATCH = 128;

  /** Passes of the classifier in one look. */
  private static final int PASSES = 2048;

  /**
   * What they find.
   *
   * @param known points that oblivious attacks have found
   * @param progress told how many samples are done
   */
  public Fooling run(List<Fooling> known, IntConsumer progress) {
    Dataset dataset = suspicion.dataset();
    float[] @Nullable [] points = new float[dataset.size()][];
    double[] best = new double[dataset.size()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    known.forEach(fooling -> take(fooling, points, best));
    for (int from = 0; from < points.length; from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(points.length, from + BATCH)).toArray();
      for (Entry entry : strongest()) {
        Scope.run(() -> attack(entry, indices, points, best));
      }
      progress.accept(from + indices.length);
    }
    return new Fooling("all, adaptive", points);
  }

  private List<Entry> strongest() {
    Map<String, Entry> strongest = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry.knowledge() != Knowledge.OBLIVIOUS) {
        strongest.put(entry.attack().name(), entry);
      }
    }
    return List.copyOf(strongest.values());
  }

  private void take(Fooling fooling, float[] @Nullable [] points, double[] best) {
    double[] excess = suspicion.of(fooling);
    int next = 0;
    for (int i = 0; i < points.length; i++) {
      float @Nullable [] point = fooling.points()[i];
      if (point != null) {
        if (excess[next] < best[i]) {
          best[i] = excess[next];
          points[i] = point;
        }
        next++;
      }
    }
  }

  /** Runs an attack on the samples that are right and not below the aim yet. */
  private void attack(Entry entry, int[] indices, float[] @Nullable [] points, double[] best) {
    Dataset dataset = suspicion.dataset();
    Device device = suspicion.device();
    Batch all = Batch.read(dataset, indices, device);
    int[] labels = all.labels().ints();
    int[] clean = suspicion.of(all, all.inputs()).classes().ints();
    int[] open =
        IntStream.range(0, labels.length)
            .filter(row -> clean[row] == labels[row] && best[indices[row]] > aim)
            .toArray();
    if (open.length == 0) {
      return;
    }
    int passes = entry.view(aimed, all).passes();
    int together = Math.max(1, Math.min(open.length, PASSES / passes));
    for (int from = 0; from < open.length; from += together) {
      int[] rows = Arrays.copyOfRange(open, from, Math.min(open.length, from + together));
      int[] samples = IntStream.of(rows).map(row -> indices[row]).toArray();
      Scope.run(() -> attack(entry, all.rows(rows), samples, points, best));
    }
  }

  private void attack(
      Entry entry, Batch batch, int[] samples, float[] @Nullable [] points, double[] best) {
    Draws draws = batch.draws(suspicion.seed(), "detect/adaptive/" + entry.name());
    LabelModel view = entry.view(aimed, batch);
    Tensor found =
        Binding.propose(entry.attack(), view, batch, threat, Goal.untargeted(), draws).points();
    Judgement judged = suspicion.of(batch, found);
    int[] labels = batch.labels().ints();
    int[] given = judged.classes().ints();
    double[] excess = judged.excess().doubles();
    for (int row = 0; row < samples.length; row++) {
      int sample = samples[row];
      if (given[row] != labels[row] && excess[row] < best[sample]) {
        best[sample] = excess[row];
        points[sample] = Layout.row(found, row).floats();
      }
    }
  }
}
