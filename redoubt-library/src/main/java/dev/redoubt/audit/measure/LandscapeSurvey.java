package dev.redoubt.audit.measure;

import dev.redoubt.attack.LossGradient;
import dev.redoubt.audit.Investigation;
import dev.redoubt.data.Batch;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.InputDomain;
import dev.redoubt.threat.Norm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Landscapes around a few samples: survivors first, then broken ones. */
public final class LandscapeSurvey {
  private static final int SAMPLES = 4;
  private static final int SIDE = 21;
  private static final double EXTENT = 2;

  private LandscapeSurvey() {}

  /** Up to four; none without gradients. */
  public static List<Landscape> of(Investigation investigation) {
    if (investigation.gradients().isEmpty()) {
      return List.of();
    }
    List<Landscape> landscapes = new ArrayList<>();
    for (int sample : chosen(investigation)) {
      landscapes.add(Scope.value(() -> of(investigation, sample)));
    }
    return landscapes;
  }

  private static int[] chosen(Investigation investigation) {
    int[] survivors = investigation.evidence().survivors();
    int[] broken =
        IntStream.of(investigation.evidence().correct())
            .filter(i -> !investigation.evidence().of(i).isRobust())
            .toArray();
    int half = SAMPLES / 2;
    int first = Math.min(survivors.length, Math.max(half, SAMPLES - broken.length));
    return Stream.of(
            Investigation.first(survivors, first), Investigation.first(broken, SAMPLES - first))
        .flatMapToInt(IntStream::of)
        .toArray();
  }

  private static Landscape of(Investigation investigation, int sample) {
    GradientModel view = investigation.gradients().orElseThrow();
    Batch batch = investigation.batch(sample);
    Draws draws = batch.draws(investigation.plan().seed(), "audit/landscape");
    Norm norm = investigation.threat().norm();
    double epsilon = investigation.threat().epsilon();
    Tensor gradient =
        LossGradient.at(
                view, batch.inputs(), batch.labels(), Goal.untargeted(), new Margin(), draws)
            .gradient();
    Tensor up = norm.steepestAscent(gradient, epsilon);
    Tensor aside = norm.steepestAscent(draws.of("aside").gaussianLike(batch.inputs()), epsilon);
    InputDomain domain = InputDomain.of(view.input());
    double[][] values = new double[SIDE][];
    for (int i = 0; i < SIDE; i++) {
      double along = at(i);
      values[i] =
          Scope.value(
              () -> {
                List<Tensor> row = new ArrayList<>();
                for (int j = 0; j < SIDE; j++) {
                  row.add(
                      domain.clamp(batch.inputs().plus(up.times(along)).plus(aside.times(at(j)))));
                }
                Tensor logits = view.logits(Layout.concat(row, 0), draws.copies(SIDE));
                return new Margin()
                    .perSample(logits, Layout.copies(batch.labels(), SIDE))
                    .negated()
                    .doubles();
              });
    }
    return new Landscape(batch.ids()[0], EXTENT, values);
  }

  private static double at(int step) {
    return EXTENT * (2.0 * step / (SIDE - 1) - 1);
  }
}
