package dev.redoubt.certify.smoothing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.L0;
import dev.redoubt.threat.Norm;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Radii in other norms: the balls lie within those that the smoothing vouches for, and touch. */
class ConvertedTest {
  private static final Smoothing L2 = new GaussianSmoothing(.5);
  private static final Smoothing L1 = new UniformSmoothing(.5);
  private static final List<Smoothing> INNER = List.of(L2, L1);
  private static final List<String> NORMS = List.of("l1", "l2", "linf");

  private static double norm(Norm norm, float[] delta) {
    return Scope.value(
        () -> norm.of(Tensors.of(delta, 1, delta.length).to(DType.FLOAT64)).doubles()[0]);
  }

  @Property(tries = 300)
  void ballsLieWithinThoseOfTheSmoothing(
      @ForAll @Size(min = 1, max = 12) List<@FloatRange(min = -1, max = 1) Float> delta) {
    float[] values = new float[delta.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = delta.get(i);
    }
    forEachPair(
        values.length,
        converted -> {
          // δ lies on the sphere of the radius ‖δ‖ in the other norm.
          double other = norm(converted.norm(), values);
          double own = norm(converted.inner().norm(), values);
          assertThat(own).isLessThanOrEqualTo(other * converted.divisor() * (1 + 1e-9));
        });
  }

  @Test
  void ballsTouchThoseOfTheSmoothing() {
    float[] even = {.3f, -.3f, .3f, .3f, -.3f};
    float[] single = {0, 0, -.7f, 0, 0};
    forEachPair(
        5,
        converted -> {
          float[] delta = converted.divisor() == 1 ? single : even;
          assertThat(norm(converted.inner().norm(), delta))
              .isCloseTo(norm(converted.norm(), delta) * converted.divisor(), within(1e-6));
        });
  }

  private static void forEachPair(int features, Consumer<Converted> check) {
    for (Smoothing inner : INNER) {
      for (String name : NORMS) {
        Norm norm = Norm.named(name);
        if (!norm.equals(inner.norm())) {
          check.accept(new Converted(inner, norm, features));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian, l1, 1", "gaussian, linf, 55.42562584220407",
    "uniform, l2, 55.42562584220407", "uniform, linf, 3072",
  })
  void radiiAreDividedAsTheNormsSay(String name, String norm, double divisor) {
    Smoothing inner = name.equals("gaussian") ? L2 : L1;
    Smoothing converted = Converted.to(Norm.named(norm), inner, 3072);

    assertThat(converted.norm()).isEqualTo(Norm.named(norm));
    assertThat(converted.radius(.9)).isCloseTo(inner.radius(.9) / divisor, within(1e-12));
    assertThat(converted.probability(converted.radius(.9))).isCloseTo(.9, within(1e-12));
    assertThat(converted.sigma()).isEqualTo(.5);
    assertThat(converted.settings()).containsEntry("sigma", .5).containsEntry("converted_to", norm);
  }

  @Test
  void reportsHaveASentence() {
    assertThat(new Converted(L2, Norm.named("linf"), 3072).conversion())
        .hasValue("radii in linf follow from those in l2 by dividing by √3072");
    assertThat(new Converted(L1, Norm.named("linf"), 3072).conversion())
        .hasValue("radii in linf follow from those in l1 by dividing by 3072");
    assertThat(new Converted(L2, Norm.named("l1"), 3072).conversion())
        .hasValue("radii in l1 are those in l2, for no change is smaller in l1");
    assertThat(L2.conversion()).isEmpty();
  }

  @Test
  void whatDoesNotFollowIsRefused() {
    assertThat(Converted.to(L2.norm(), L2, 9)).isSameAs(L2);
    assertThatThrownBy(() -> new Converted(L2, L2.norm(), 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> new Converted(L2, new L0(), 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("gaussian", "in l2, and none in l0");
    assertThatThrownBy(() -> new Converted(new Ablation(2, List.of(9), .5), L2.norm(), 9))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("ablation", "in l0, and none in l2");
  }
}
