package dev.redoubt.certify;

import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of a {@link Certifier}: opens inputs, asks the model, keeps what ends. */
final class CertificationRun {
  /** How often a long trial is journalled. */
  private static final long JOURNAL_NANOS = 5_000_000_000L;

  private final CertificationPlan plan;
  private final SequentialTest test;
  private final CertificationPlan.Reading reading;
  private final LabelModel model;
  private final Dataset dataset;
  private final NoisyBatch noisy;
  private final CertificationListener listener;
  private final CertificateJournal journal;
  private final Map<Integer, Certificate> finished;
  private final Map<Long, TrialState> underWay;
  private final Map<Long, Long> journalled = new HashMap<>();
  private final TrialPool pool;
  private int next;
  private int certified;
  private long draws;

  CertificationRun(
      CertificationPlan plan,
      SequentialTest test,
      LabelModel model,
      Dataset dataset,
      Device device,
      CertificationListener listener,
      CertificateJournal journal,
      Map<Integer, Certificate> finished) {
    this.plan = plan;
    this.test = test;
    this.reading = plan.reading();
    this.model = model;
    this.dataset = dataset;
    this.noisy = new NoisyBatch(plan.smoothing(), dataset.input().shape(), device);
    this.listener = listener;
    this.journal = journal;
    this.finished = finished;
    this.underWay = journal.underWay();
    this.certified = (int) finished.values().stream().filter(Certificate::correct).count();
    this.pool = new TrialPool(this::open, this::looked);
  }

  long draws() {
    return draws;
  }

  /** Takes batches until there are no more. */
  void work(int batchSize) {
    try {
      for (List<Trial.Slice> slices = pool.take(batchSize);
          !slices.isEmpty();
          slices = pool.take(batchSize)) {
        long start = System.nanoTime();
        List<Trial.Slice> batch = slices;
        int[] classes = Scope.value(() -> ask(batch));
        pool.answer(slices, classes, (System.nanoTime() - start) / 1e9);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while certifying", e);
    } finally {
      pool.fail();
    }
  }

  /** The next input that has no certificate yet; called under the pool's lock. */
  private Optional<Trial> open() {
    while (next < dataset.size() && finished.containsKey(next)) {
      next++;
    }
    if (next == dataset.size()) {
      return Optional.empty();
    }
    float[] input = new float[dataset.input().features()];
    dataset.read(next, input, 0);
    Trial trial =
        new Trial(
            next,
            dataset.id(next),
            dataset.label(next),
            input,
            plan,
            test,
            reading,
            model.classes());
    next++;
    TrialState state = underWay.get(trial.id);
    if (state != null) {
      trial.resume(state);
    }
    return Optional.of(trial);
  }

  /** The classes of all draws of a batch. */
  private int[] ask(List<Trial.Slice> slices) {
    int rows = slices.stream().mapToInt(Trial.Slice::count).sum();
    float[][] inputs = new float[rows][];
    long[] keys = new long[rows];
    int row = 0;
    for (Trial.Slice slice : slices) {
      for (int j = 0; j < slice.count(); j++, row++) {
        inputs[row] = slice.trial().input;
        keys[row] = NoisyBatch.key(slice.trial().id, slice.first() + j);
      }
    }
    Draws draws = NoisyBatch.draws(plan.seed(), keys);
    return model.predict(noisy.of(i -> inputs[i], draws), draws.of(NoisyBatch.MODEL)).ints();
  }

  /** Called under the pool's lock. */
  private void looked(Trial trial, int answered) {
    draws += answered;
    if (trial.finished()) {
      Certificate certificate = trial.certificate();
      finished.put(trial.index, certificate);
      certified += certificate.correct() ? 1 : 0;
      journalled.remove(trial.id);
      journal.add(certificate);
    } else {
      trial.lastLook().ifPresent(this::keepNowAndThen);
    }
    listener.onProgress(finished.size(), dataset.size(), certified, draws);
  }

  private void keepNowAndThen(TrialState state) {
    long now = System.nanoTime();
    long before = journalled.computeIfAbsent(state.id(), id -> now);
    if (now - before > JOURNAL_NANOS) {
      journal.add(state);
      journalled.put(state.id(), now);
    }
  }
}
