package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.Defence;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.purify.SmoothingEnsemble;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What smoothing is put around, to certify a model: the model with its defence. A smoothing stage
 * that stands first in it says which smoothing that is, and is not applied twice.
 *
 * @param classifier the rest, as deployed
 * @param trained what is known of the smoothing
 */
record CertifiedBase(LabelModel classifier, TrainedSmoothing trained) {
  static CertifiedBase of(OpenedModel opened) {
    List<Stage> stages = opened.pipeline().stages();
    boolean smooth = !stages.isEmpty() && stages.get(0) instanceof SmoothingEnsemble;
    List<Stage> rest = stages.subList(smooth ? 1 : 0, stages.size());
    if (rest.stream().anyMatch(SmoothingEnsemble.class::isInstance)) {
      throw new BadInputException(
          "certificates are for smoothing around everything else: a smooth stage can only stand first in the defence");
    }
    LabelModel classifier = Pipeline.of(opened.model(), rest).deployed();
    return smooth
        ? new CertifiedBase(classifier, declared((SmoothingEnsemble) stages.get(0)))
        : new CertifiedBase(classifier, TrainedSmoothing.of(opened));
  }

  /** The same behind stages that stand right after the noise. */
  CertifiedBase behind(Defence front) {
    InputSpec input = classifier.input();
    return new CertifiedBase(Pipeline.of(classifier, front.stages(input)).deployed(), trained);
  }

  private static TrainedSmoothing declared(SmoothingEnsemble stage) {
    Map<String, Object> record = new LinkedHashMap<>(stage.smoothing().settings());
    record.put("method", stage.smoothing().name());
    return new TrainedSmoothing(record);
  }
}
