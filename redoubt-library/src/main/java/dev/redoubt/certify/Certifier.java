package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.evaluate.Workers;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Device;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Certifies the inputs of a dataset by randomised smoothing. The classifier is only asked for
 * classes, so any will do.
 *
 * <p>Draw j of an input is keyed by (seed, sample id, j) and counted at fixed looks: certificates
 * depend neither on the batch size nor on the workers, nor on where a run was interrupted, except
 * for draws whose two best logits differ by no more than rounding. No more noisy inputs are in
 * memory than a batch holds for each worker.
 */
public final class Certifier {
  private final CertificationPlan plan;
  private final SequentialTest test;
  private final Device device;
  private final CertificationListener listener;
  private final int batchSize;
  private final int workers;

  /**
   * A certifier.
   *
   * @param batchSize noisy inputs at a time, at least 1
   * @param workers batches at a time, at least 1; they share the engine's threads. Models without
   *     gradients are asked by one worker, since they may not be made for more
   * @throws BadInputException if the plan can't prove even the smallest radius
   */
  public Certifier(
      CertificationPlan plan,
      Device device,
      CertificationListener listener,
      int batchSize,
      int workers) {
    if (batchSize < 1 || workers < 1) {
      throw new BadInputException(
          "batch size and workers must be at least 1, not %d and %d".formatted(batchSize, workers));
    }
    this.plan = plan;
    this.test = plan.test();
    this.device = device;
    this.listener = listener;
    this.batchSize = batchSize;
    this.workers = workers;
  }

  /**
   * Certifies all inputs.
   *
   * @param journal where certificates are kept, so that a run that was stopped goes on there
   * @return one certificate an input, in the order of the data
   * @throws BadInputException if the data don't fit the model, or are empty
   */
  public Certification certify(LabelModel model, Dataset dataset, CertificateJournal journal) {
    Fit.check(model, dataset);
    Map<Integer, Certificate> finished = new TreeMap<>();
    Map<Long, Certificate> known = journal.certificates();
    for (int i = 0; i < dataset.size(); i++) {
      Certificate certificate = known.get(dataset.id(i));
      if (certificate != null) {
        finished.put(i, certificate);
      }
    }
    CertificationRun run =
        new CertificationRun(plan, test, model, dataset, device, listener, journal, finished);
    int together = model.isShared() ? workers : 1;
    Workers.run(together, together, worker -> run.work(batchSize));
    return new Certification(List.copyOf(finished.values()), run.draws());
  }

  /** All certificates, in the order of the data, and the draws that this run took. */
  public record Certification(List<Certificate> certificates, long draws) {
    /** Copies. */
    public Certification {
      certificates = List.copyOf(certificates);
    }
  }
}
