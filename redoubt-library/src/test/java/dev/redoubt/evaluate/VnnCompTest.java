package dev.redoubt.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.catalog.attacks.AttackSettings;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.loss.Margin;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.onnx.OnnxRuntime;
import dev.redoubt.model.spec.Counterexample;
import dev.redoubt.model.spec.Specification;
import dev.redoubt.model.spec.SpecifiedNetwork;
import dev.redoubt.model.spec.VnnLibReader;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.testing.SharedData;
import dev.redoubt.threat.Linf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Instances of VNN-COMP 2021 and 2022: a counterexample to the specification as written, confirmed
 * by ONNX Runtime on the file itself, exactly where the competition's solvers agree that there is
 * one. {@code redoubt-bench falsify} does the same on all instances.
 */
class VnnCompTest {
  /** Shorter than AutoAttack, with the probability margin first, which most fall to. */
  private static List<Attack<?>> cascade(int classes) {
    AttackSettings settings = AttackSettings.DEFAULT.withFirstStrike(true);
    return Attacks.cascade("apgd-ce,apgd-t,fab-t", settings, new Linf(), classes);
  }

  private static final List<Attack<?>> BRIEF =
      List.of(new Pgd("pgd", new Margin(), 10, step(1), 1, true, 0, true));

  private final Map<Path, NetworkModel> networks = new HashMap<>();

  private static StepSize step(double factor) {
    return new StepSize.OfEpsilon(factor);
  }

  private record Instance(Path network, Path file) {
    @Override
    public String toString() {
      return network.getFileName() + " " + file.getFileName();
    }
  }

  private static List<Instance> instances(String verdict) throws IOException {
    List<Instance> instances = new ArrayList<>();
    for (String table : List.of("vnncomp/verdicts2021.csv", "vnncomp2022/verdicts2022.csv")) {
      Path file = SharedData.require(table);
      for (String line : Files.readAllLines(file)) {
        String[] columns = line.split(",", -1);
        if (columns[3].equals(verdict)) {
          instances.add(new Instance(packed(file, columns[1]), packed(file, columns[2])));
        }
      }
    }
    return instances;
  }

  /** The table names unpacked files. */
  private static Path packed(Path table, String name) {
    Path plain = table.resolveSibling(name);
    return Files.exists(plain) ? plain : table.resolveSibling(name + ".gz");
  }

  private Optional<Counterexample> falsify(
      Instance instance, Specification spec, IntFunction<List<Attack<?>>> cascade) {
    NetworkModel network =
        networks.computeIfAbsent(
            instance.network(), file -> SpecifiedNetwork.open(file, spec, Device.CPU));
    return Scope.value(() -> new Falsifier(cascade, 0, Device.CPU).falsify(network, spec));
  }

  @Test
  void whereThereIsOneItIsFound() throws Exception {
    List<Instance> all = instances("sat");
    assertThat(all).hasSize(39);
    for (Instance instance : all) {
      Specification spec = VnnLibReader.read(instance.file());
      Optional<Counterexample> found = falsify(instance, spec, VnnCompTest::cascade);
      assertThat(found).as("%s", instance).isPresent();
      assertConfirmed(instance, spec, found.get());
    }
  }

  private void assertConfirmed(Instance instance, Specification spec, Counterexample example)
      throws Exception {
    assertThat(example.fragile()).as("%s", instance).isFalse();
    float[] x = new float[example.x().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) example.x()[i];
    }
    byte[] file = Files.readAllBytes(instance.network());
    if (instance.network().toString().endsWith(".gz")) {
      file = new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes();
    }
    long[] shape =
        Objects.requireNonNull(networks.get(instance.network())).input().shape().stream()
            .mapToLong(Integer::longValue)
            .toArray();
    try (OnnxRuntime runtime = new OnnxRuntime(file)) {
      float[] outputs = runtime.outputs(x, 1, shape);
      double[] y = new double[outputs.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = outputs[i];
      }
      assertThat(spec.isViolatedBy(example.x(), y)).as("%s", instance).isTrue();
    }
  }

  @Test
  void whereThereIsNoneNothingIsFound() throws IOException {
    List<Instance> all = instances("unsat");
    assertThat(all).hasSize(148);
    for (int i = 0; i < all.size(); i += 11) {
      Specification spec = VnnLibReader.read(all.get(i).file());
      assertThat(falsify(all.get(i), spec, classes -> BRIEF)).as("%s", all.get(i)).isEmpty();
    }
  }
}
