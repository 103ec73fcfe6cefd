package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.smoothing.Ablation;
import dev.redoubt.certify.smoothing.Converted;
import dev.redoubt.certify.smoothing.Deletion;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.certify.smoothing.UniformSmoothing;
import dev.redoubt.data.InputSpec;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.Linf;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Smoothings by name: each as it was trained under, or one sentence. */
class SmoothingsTest {
  private static final InputSpec IMAGE = new InputSpec(List.of(3, 32, 32), 0, 255);
  private static final SmoothingSettings NONE = SmoothingSettings.NONE;

  private static List<Smoothings.Kind> kinds() {
    return Smoothings.ALL;
  }

  @Test
  void numbersReachTheSmoothing() {
    assertThat(named("gaussian", NONE.with(MethodNumber.SIGMA, .5)))
        .isEqualTo(new GaussianSmoothing(.5));
    assertThat(named("uniform", NONE.with(MethodNumber.SIGMA, .5)))
        .isEqualTo(new UniformSmoothing(.5));
    assertThat(named("ablation", NONE.with(MethodNumber.KEPT, 75)))
        .isEqualTo(new Ablation(75, List.of(3, 32, 32), 127.5));
    assertThat(named("ablation", NONE.with(MethodNumber.KEPT, 75).with(MethodNumber.FILL, .2)))
        .isEqualTo(new Ablation(75, List.of(3, 32, 32), 51));
    assertThat(named("deletion", NONE.with(MethodNumber.DELETION_RATE, .9)))
        .isEqualTo(new Deletion(.9, List.of(3, 32, 32), 127.5));
  }

  @Test
  void radiiMayBeWantedInAnotherNorm() {
    SmoothingSettings half = NONE.with(MethodNumber.SIGMA, .5);
    assertThat(named("gaussian", half.with(new Linf())))
        .isEqualTo(new Converted(new GaussianSmoothing(.5), new Linf(), 3072));
    assertThat(named("gaussian", half.with(new L2()))).isEqualTo(new GaussianSmoothing(.5));
    refused("ablation", NONE.with(MethodNumber.KEPT, 75).with(new L2()), "l0", "l2");
  }

  /** What is trained under a name is certified under it. */
  @ParameterizedTest
  @MethodSource("kinds")
  void eachIsWhatTheMethodOfItsNameTrainsFor(Smoothings.Kind kind) {
    double value = kind.number() == MethodNumber.KEPT ? 99 : .77;
    Smoothing smoothing = named(kind.name(), NONE.with(kind.number(), value));

    assertThat(smoothing.name()).isEqualTo(kind.name());
    assertThat(
            Methods.named(kind.name(), MethodSettings.DEFAULT.with(kind.number(), value), IMAGE)
                .smoothing())
        .hasValue(smoothing);
    Object setting = kind.number() == MethodNumber.KEPT ? (Object) 99 : (Object) value;
    assertThat(smoothing.settings()).containsValue(setting);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void eachWantsItsNumberAndNoOther(Smoothings.Kind kind) {
    refused(kind.name(), NONE, kind.name() + " wants " + kind.number().option());
    refused(kind.name(), NONE.with(kind.number(), .9).with(MethodNumber.COPIES, 2), "no --copies");
    if (!kind.fills()) {
      refused(kind.name(), NONE.with(kind.number(), .9).with(MethodNumber.FILL, .5), "no --fill");
    }
  }

  @Test
  void badOnesAreOneSentence() {
    refused("gausian", NONE, "'gausian'", "'gaussian'");
    refused("gaussian", NONE.with(MethodNumber.SIGMA, 0), "sigma", "0");
    refused("ablation", NONE.with(MethodNumber.KEPT, 2.5), "whole number", "2.5");
    refused("ablation", NONE.with(MethodNumber.KEPT, 600), "1024 pixels", "600");
    refused("deletion", NONE.with(MethodNumber.DELETION_RATE, .5), "above 0.5", "0.5");
  }

  private static Smoothing named(String name, SmoothingSettings settings) {
    return Smoothings.named(name, settings, IMAGE);
  }

  private static void refused(String name, SmoothingSettings settings, String... words) {
    assertThatThrownBy(() -> named(name, settings))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(words);
  }
}
