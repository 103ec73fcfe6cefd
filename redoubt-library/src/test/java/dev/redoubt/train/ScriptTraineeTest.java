package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.attack.StepSize;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.model.script.ScriptFixture;
import dev.redoubt.model.script.ScriptModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.operator.Linear;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.objective.PgdTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TorchScript archive is trained as the same network of ours is, and written again. */
class ScriptTraineeTest {
  @TempDir private Path folder = Path.of("");

  private static Dataset data() {
    float[] values = new float[4 * 60];
    int[] labels = new int[60];
    for (int i = 0; i < 60; i++) {
      RandomStream stream = RandomStream.of(4, i, "points");
      stream.fillUniform(values, 4 * i, 4, 0, 1);
      labels[i] = stream.below(3);
    }
    return FloatDataset.of(
        new DatasetInfo("points", "train", ScriptFixture.LINEAR_INPUT, List.of("a", "b", "c")),
        labels,
        values);
  }

  private static Recipe recipe() {
    return TinyTask.recipe(
        new PgdTraining(ThreatModel.parse("linf:0.1"), 3, new StepSize.OfEpsilon(.5)),
        TinyTask.descent(.5),
        3,
        1);
  }

  private ScriptModel model(byte[] archive) throws IOException {
    Path file = folder.resolve("net.pt");
    Files.write(file, archive);
    return ScriptModel.read("net", file, ScriptFixture.LINEAR_INPUT, Device.CPU);
  }

  @Test
  void sameWeightsAsOurOwnNetwork() throws IOException {
    ScriptTrainee script = new ScriptTrainee(model(ScriptFixture.linear()));
    TinyTask.trainer(recipe()).train(data(), Optional.empty(), script, null);

    Graph graph = Graph.builder().then("fc", new Linear(4, 3, false)).build();
    float[] w = new float[12];
    for (int i = 0; i < 12; i++) {
      w[i] = (i + 1) / 10f;
    }
    Network network = Network.of(graph, Map.of("fc.weight", w));
    NetworkTrainee own = new NetworkTrainee(network, ScriptFixture.LINEAR_INPUT, 3);
    TinyTask.trainer(recipe()).train(data(), Optional.empty(), own, null);
    float[] expected = Objects.requireNonNull(network.values().get("fc.weight"));
    float[] trained = Objects.requireNonNull(script.weights().get("w")).floats();

    assertThat(trained).isNotEqualTo(w);
    for (int i = 0; i < 12; i++) {
      assertThat((double) trained[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  @Test
  void trainedArchiveIsWrittenAndReadAgain() throws IOException {
    ScriptModel model = model(ScriptFixture.linear());
    TinyTask.trainer(recipe()).train(data(), Optional.empty(), new ScriptTrainee(model), null);
    Path saved = folder.resolve("saved.pt");
    model.module().save(saved);
    ScriptModel again = ScriptModel.read("again", saved, ScriptFixture.LINEAR_INPUT, Device.CPU);

    float[] points = {.1f, .2f, .3f, .4f};
    assertThat(Scope.value(() -> again.logits(Tensors.of(points, 1, 4), Draws.NONE).floats()))
        .isEqualTo(Scope.value(() -> model.logits(Tensors.of(points, 1, 4), Draws.NONE).floats()));
  }
}
