package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Digests of models are taken over what the user says, so that its text must not change. */
class ModelOptionsTextTest {
  @Test
  void settingsHaveOneOrder() {
    Map<String, String> said = new LinkedHashMap<>();
    for (String name : List.of("rate", "budget", "header.X", "answers", "classes", "batch")) {
      said.put(name, "1");
    }
    ModelOptions options =
        new ModelOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            said,
            Optional.empty());

    assertThat(options.toString())
        .contains("{answers=1, batch=1, budget=1, classes=1, header.X=1, rate=1}");
  }
}
