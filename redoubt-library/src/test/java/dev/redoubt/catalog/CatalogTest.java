package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.nn.architecture.Mlp;
import dev.redoubt.nn.operator.Normalize;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.train.Schedule;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** From names to losses, architectures, methods and recipes. */
class CatalogTest {
  @Test
  void everyNameResolves() {
    for (String name : Losses.names()) {
      assertThat(Losses.named(name).name()).isEqualTo(name);
    }
    for (String name : Architectures.names()) {
      assertThat(Architectures.named(name).name()).isEqualTo(name);
    }
    assertThat(Architectures.names()).contains("common-cnn", "lenet5", "resnet18", "mlp");
    assertThat(Architectures.named("mlp:20,20")).isEqualTo(new Mlp(List.of(20, 20)));
    assertThat(Architectures.named("mlp:20,20").name()).isEqualTo("mlp:20,20");
    assertThat(Losses.names()).contains("ce", "margin", "dlr", "probability-margin");
  }

  @Test
  void unknownNamesSuggestTheNearest() {
    refused(() -> Losses.named("margn"), "loss 'margn'", "'margin'");
    refused(() -> Architectures.named("resnet-18"), "architecture 'resnet-18'", "'resnet18'");
    refused(() -> Architectures.named("mlp:20,x"), "'20,x'", "mlp:20,20");
    refused(() -> Architectures.named("mlp:20,0"), "[20, 0]");
    refused(() -> Architectures.named("mlp:"), "''");
    refused(
        () -> Recipes.optimizer("mlp", Optional.of("adm"), Optional.empty(), Optional.empty()),
        "optimizer 'adm'",
        "'adam'");
    refused(() -> Recipes.schedule("one-cicle"), "schedule 'one-cicle'", "'one-cycle'");
    refused(() -> Recipes.augmentations("crop,flop"), "augmentation 'flop'", "'flip'");
  }

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call).isInstanceOf(BadInputException.class).hasMessageContainingAll(words);
  }

  @Test
  void recipesHaveTheirDefaults() {
    assertThat(optimizer("resnet18")).isEqualTo(new Optimizer.Sgd(.1, .9, true, 5e-4));
    assertThat(optimizer("common-cnn")).isEqualTo(new Optimizer.AdamStyle(.002, 0, false));
    assertThat(Recipes.optimizer("mlp", Optional.of("adamw"), Optional.of(.5), Optional.of(.25)))
        .isEqualTo(new Optimizer.AdamStyle(.5, .25, true));
    assertThat(Recipes.schedule("piecewise").factor(.8)).isCloseTo(.01, within(1e-12));
    assertThat(Recipes.schedule("one-cycle")).isEqualTo(new Schedule.OneCycle(.4));
    assertThat(Recipes.augmentations("")).isEmpty();
    assertThat(Recipes.augmentations("flip, crop")).hasSize(2);
  }

  private static Optimizer.Settings optimizer(String architecture) {
    return Recipes.optimizer(architecture, Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Test
  void normalisationCentresEachChannel() {
    Dataset data =
        FloatDataset.of(
            new DatasetInfo("two", "train", InputSpec.image(3, 1, 2), List.of("a", "b")),
            new int[] {0, 1},
            new float[] {0, 1, .5f, .5f, .2f, .2f, 0, 1, .5f, .5f, .6f, .6f});
    Normalize normalize = Recipes.normalization(data);

    assertThat(normalize.mean().get(0)).isCloseTo(.5, within(1e-7));
    assertThat(normalize.mean().get(1)).isCloseTo(.5, within(1e-7));
    assertThat(normalize.mean().get(2)).isCloseTo(.4, within(1e-7));
    assertThat(normalize.std().get(0)).isCloseTo(.5, within(1e-7));
    assertThat(normalize.std().get(1)).as("a channel that never changes").isEqualTo(1);
    assertThat(normalize.std().get(2)).isCloseTo(.2, within(1e-7));
  }
}
