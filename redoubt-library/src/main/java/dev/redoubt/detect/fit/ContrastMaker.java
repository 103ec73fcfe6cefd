package dev.redoubt.detect.fit;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Makes adversarial samples for scores that learn from them: by an attack that knows nothing of the
 * detector, which is not there yet. Samples that are misclassified when clean, or that the attack
 * leaves standing, teach nothing and are left out.
 *
 * @param attack on the classifier
 * @param threat its budget
 * @param samples the first so many, at most
 */
public record ContrastMaker(Attack<? super GradientModel> attack, ThreatModel threat, int samples) {
  private static final int BATCH = 128;

  /** Checks. */
  public ContrastMaker {
    if (samples < 1) {
      throw new BadInputException("adversarial samples must be at least 1, not " + samples);
    }
  }

  /**
   * Attacks samples.
   *
   * @param view what is attacked
   * @param progress told how many samples are done
   * @throws BadInputException if the attack breaks none of them
   */
  public Contrast make(
      GradientModel view, Dataset dataset, long seed, Device device, IntConsumer progress) {
    Collected found = new Collected(dataset);
    int size = Math.min(samples, dataset.size());
    for (int from = 0; from < size; from += BATCH) {
      int[] indices = IntStream.range(from, Math.min(size, from + BATCH)).toArray();
      Scope.run(() -> found.add(broken(view, Batch.read(dataset, indices, device), seed)));
      progress.accept(from + indices.length);
    }
    if (found.labels.isEmpty()) {
      throw new BadInputException(
          "attack %s at %s breaks none of %,d samples, so there is nothing to learn from: give a larger --threat"
              .formatted(attack.name(), threat.text(), size));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("attack", attack.name());
    settings.put("attack_settings", attack.settings().toString());
    settings.put("threat", threat.text());
    settings.put("adversarial_samples", found.labels.size());
    return new Contrast(
        found.dataset(found.clean),
        found.dataset(found.noisy),
        found.dataset(found.adversarial),
        settings);
  }

  private Triple broken(GradientModel view, Batch batch, long seed) {
    Draws draws = batch.draws(seed, "detect/contrast");
    int[] labels = batch.labels().ints();
    int[] before = view.predict(batch.inputs(), draws.of("clean")).ints();
    int[] right = IntStream.range(0, labels.length).filter(i -> before[i] == labels[i]).toArray();
    if (right.length == 0) {
      return Triple.NONE;
    }
    Batch own = batch.rows(right);
    Draws keyed = draws.rows(right);
    Tensor points =
        attack.propose(view, own, threat, Goal.untargeted(), keyed.of("attack")).points();
    int[] after = view.predict(points, keyed.of("after")).ints();
    int[] wrong =
        IntStream.range(0, right.length).filter(i -> after[i] != labels[right[i]]).toArray();
    if (wrong.length == 0) {
      return Triple.NONE;
    }
    Tensor clean = Layout.rows(own.inputs(), wrong);
    Tensor adversarial = Layout.rows(points, wrong);
    Tensor noisy = noisy(clean, adversarial, keyed.rows(wrong).of("noise"), view.input());
    int[] kept = IntStream.of(wrong).map(i -> labels[right[i]]).toArray();
    return new Triple(clean.floats(), noisy.floats(), adversarial.floats(), kept);
  }

  /** Noise of the length that each perturbation has. */
  private static Tensor noisy(Tensor clean, Tensor adversarial, Draws draws, InputSpec input) {
    Tensor noise = draws.gaussianLike(clean);
    Tensor length = Reductions.l2PerSample(adversarial.minus(clean));
    Tensor share =
        length.dividedBy(Elementwise.atLeast(Reductions.l2PerSample(noise), Float.MIN_NORMAL));
    return Elementwise.clamp(
        clean.plus(noise.times(Layout.perSample(share, noise))), input.low(), input.high());
  }

  @SuppressWarnings("ArrayRecordComponent") // pixels on their way, never compared
  private record Triple(float[] clean, float[] noisy, float[] adversarial, int[] labels) {
    static final Triple NONE = new Triple(new float[0], new float[0], new float[0], new int[0]);
  }

  /** What was found so far. */
  private static final class Collected {
    final Dataset dataset;
    final FloatList clean = new FloatList();
    final FloatList noisy = new FloatList();
    final FloatList adversarial = new FloatList();
    final List<Integer> labels = new ArrayList<>();

    Collected(Dataset dataset) {
      this.dataset = dataset;
    }

    void add(Triple triple) {
      clean.add(triple.clean());
      noisy.add(triple.noisy());
      adversarial.add(triple.adversarial());
      IntStream.of(triple.labels()).forEach(labels::add);
    }

    Dataset dataset(FloatList values) {
      return FloatDataset.of(
          new DatasetInfo(dataset.name(), dataset.split(), dataset.input(), dataset.classes()),
          labels.stream().mapToInt(Integer::intValue).toArray(),
          values.toArray());
    }
  }

  /** Blocks of floats, joined at the end. */
  private static final class FloatList {
    private final List<float[]> blocks = new ArrayList<>();

    void add(float[] block) {
      blocks.add(block);
    }

    float[] toArray() {
      int size = blocks.stream().mapToInt(block -> block.length).reduce(0, Math::addExact);
      float[] all = new float[size];
      int at = 0;
      for (float[] block : blocks) {
        System.arraycopy(block, 0, all, at, block.length);
        at += block.length;
      }
      return all;
    }
  }
}
