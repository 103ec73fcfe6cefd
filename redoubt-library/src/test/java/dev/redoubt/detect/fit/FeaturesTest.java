package dev.redoubt.detect.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.detect.score.LayerVectors;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.Observation;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  @Test
  void rowsStandInTheOrderOfTheDatasetAcrossBatches() {
    NetworkModel model = Classroom.pictures();
    Dataset clean = Classroom.samples(Classroom.IMAGE, Lessons.BATCH + 44, 5);
    Set<String> layers = Set.of("relu1", "relu2");
    Scope.run(
        () -> {
          Features all =
              Features.of(
                  Classroom.lessons(model, clean), clean, layers, LayerVectors::of, "features");
          assertThat(all.of("relu1").shape()).containsExactly(300, 4);
          assertThat(all.of("relu2").shape()).containsExactly(300, 9);
          assertThat(all.logits().requiresGrad()).isFalse();
          Batch last = Batch.read(clean, new int[] {299}, Device.CPU);
          Observation seen = model.observeOnTape(last.inputs(), layers, last.draws(0, ""));
          assertThat(tail(all.of("relu1").doubles(), 4))
              .containsExactly(LayerVectors.of(seen.feature("relu1")).doubles(), within(1e-5));
          assertThat(tail(all.logits().doubles(), 3))
              .containsExactly(seen.logits().doubles(), within(1e-5));
          assertThat(all.labels()).hasSize(300).endsWith(clean.label(298), clean.label(299));
        });
  }

  private static double[] tail(double[] values, int count) {
    return Arrays.copyOfRange(values, values.length - count, values.length);
  }
}
