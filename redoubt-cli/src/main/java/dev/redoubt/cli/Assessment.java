package dev.redoubt.cli;

import dev.redoubt.data.Dataset;
import dev.redoubt.detect.Watcher;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.report.Gallery;
import dev.redoubt.report.ModelIdentity;
import dev.redoubt.report.ModelResult;
import dev.redoubt.report.ModelResults;
import dev.redoubt.report.RunFiles;
import dev.redoubt.report.StageStrips;
import dev.redoubt.report.Witnesses;
import dev.redoubt.tensor.Device;
import dev.redoubt.train.EpochSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Evaluates one model with a progress bar, and writes its per-sample files. */
record Assessment(Plan plan, Dataset dataset, Device device, int workers, boolean quiet) {
  private static final int GALLERY = 6;
  private static final int STRIPS = 3;

  ModelResult run(
      String title,
      Pipeline pipeline,
      ModelIdentity identity,
      List<EpochSummary> history,
      Journal journal,
      Path folder) {
    Evaluation evaluation;
    try (Progress bar = Progress.start("Attacking " + title, "samples", dataset.size(), quiet)) {
      evaluation =
          new Evaluator(plan, device, new ProgressListener(bar), workers)
              .evaluate(pipeline, dataset, journal);
    }
    RunFiles.prepare(folder);
    RunFiles.writeSamples(folder, evaluation.outcomes());
    RunFiles.writeWitnesses(folder, witnesses(evaluation));
    ModelResult result =
        ModelResults.of(
            title,
            identity,
            pipeline,
            evaluation,
            Gallery.pick(pipeline, dataset, evaluation, GALLERY, device),
            StageStrips.pick(pipeline, dataset, evaluation, STRIPS, device),
            history);
    return result.withNotes(overlaps(pipeline));
  }

  private List<String> overlaps(Pipeline pipeline) {
    return pipeline.stages().stream()
        .flatMap(
            stage ->
                stage instanceof Watcher watcher
                    ? watcher.overlap(dataset).stream()
                    : Stream.empty())
        .toList();
  }

  private Witnesses witnesses(Evaluation evaluation) {
    List<SampleOutcome> broken =
        evaluation.outcomes().stream().filter(o -> o.status() == Status.BROKEN).toList();
    int features = dataset.input().features();
    float[] inputs = new float[Math.multiplyExact(broken.size(), features)];
    List<float[]> found = new ArrayList<>(evaluation.witnesses());
    for (int i = 0; i < found.size(); i++) {
      System.arraycopy(found.get(i), 0, inputs, i * features, features);
    }
    return new Witnesses(
        broken.stream().mapToLong(SampleOutcome::id).toArray(),
        dataset.input().shape().stream().mapToInt(Integer::intValue).toArray(),
        inputs,
        broken.stream().mapToLong(SampleOutcome::label).toArray());
  }
}
