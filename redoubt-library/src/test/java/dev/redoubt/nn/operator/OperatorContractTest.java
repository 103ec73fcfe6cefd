package dev.redoubt.nn.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Operator;
import dev.redoubt.nn.Pass;
import dev.redoubt.nn.WeightSpec;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of every operator. */
class OperatorContractTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<OperatorCases> all() {
    return OperatorCases.all();
  }

  /** On drawn weights. */
  static Tensor run(Operator operator, List<Tensor> inputs, DType type, int samples) {
    Map<String, Tensor> weights = new HashMap<>();
    for (WeightSpec spec : operator.weightSpecs()) {
      float[] values = new float[spec.count()];
      RandomStream.of(4, -1, spec.name()).fillUniform(values, 0, values.length, .4, 1.6);
      long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
      weights.put(spec.name(), Tensors.of(values, shape).to(type));
    }
    Draws draws = new Draws(5, LongStream.range(0, samples).toArray(), "test");
    return operator.forward(
        inputs,
        name -> Objects.requireNonNull(weights.get(name), name),
        new Pass(Mode.EVAL, operator.random() ? draws : Draws.NONE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void survivesJson(OperatorCases example) throws JsonProcessingException {
    String json = JSON.writerFor(Operator.class).writeValueAsString(example.operator());

    assertThat(JSON.readValue(json, Operator.class)).isEqualTo(example.operator());
  }

  @Test
  void everyOperatorIsListedAndHasAnExample() {
    Set<Class<?>> written =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.redoubt.nn.operator")
                .stream()
                .filter(type -> type.isAssignableTo(Operator.class))
                .map(JavaClass::reflect)
                .collect(Collectors.toSet());
    JsonSubTypes listed = Objects.requireNonNull(Operator.class.getAnnotation(JsonSubTypes.class));

    assertThat(written).hasSizeGreaterThan(50);
    assertThat(Arrays.stream(listed.value()).map(JsonSubTypes.Type::value))
        .containsExactlyInAnyOrderElementsOf(written);
    assertThat(listed.value())
        .allSatisfy(type -> assertThat(type.name()).isEqualTo(type.value().getSimpleName()));
    Set<Class<?>> shown =
        all().map(example -> example.operator().getClass()).collect(Collectors.toSet());
    assertThat(shown).isEqualTo(written);
  }

  /** A network frees what nobody reads any more, so a value must outlive those it is made of. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void givesANewHandle(OperatorCases example) {
    List<Tensor> inputs = example.inputs(2, DType.FLOAT32);
    Tensor result = run(example.operator(), inputs, DType.FLOAT32, 2);
    double[] before = result.doubles();
    new ArrayList<>(inputs).forEach(Tensor::close);

    assertThat(result.doubles()).containsExactly(before);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void computesInDoubles(OperatorCases example) {
    Tensor single = run(example.operator(), example.inputs(2, DType.FLOAT32), DType.FLOAT32, 2);
    Tensor twice = run(example.operator(), example.inputs(2, DType.FLOAT64), DType.FLOAT64, 2);

    assertThat(twice.dtype())
        .isEqualTo(single.dtype() == DType.FLOAT32 ? DType.FLOAT64 : single.dtype());
    Operators.assertSame(twice.to(single.dtype()), single);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void takesNoSamplesAtAll(OperatorCases example) {
    Tensor two = run(example.operator(), example.inputs(2, DType.FLOAT32), DType.FLOAT32, 2);
    Tensor none = run(example.operator(), example.inputs(0, DType.FLOAT32), DType.FLOAT32, 0);

    assertThat(none.dtype()).isEqualTo(two.dtype());
    assertThat(none.rank()).isEqualTo(two.rank());
    assertThat(Arrays.stream(none.shape()).filter(length -> length == 0).count())
        .isEqualTo(two.shape().length > 0 && none.count() == 0 ? 1 : 0);
  }
}
