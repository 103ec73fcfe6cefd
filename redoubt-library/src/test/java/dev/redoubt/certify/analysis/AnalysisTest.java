package dev.redoubt.certify.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.sequential.ClopperPearson;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnalysisTest {
  /** Against a count by hand, at radii that are certified and at others. */
  @Property(tries = 300)
  void agreesWithCounting(
      @ForAll("inputs") List<CohenLine> inputs, @ForAll("radii") double radius) {
    Analysis analysis = Analysis.of(inputs, OptionalDouble.empty());
    int certified = 0;
    int abstained = 0;
    double sum = 0;
    for (CohenLine line : inputs) {
      boolean right = line.label() == line.predict();
      certified += right && line.radius() >= radius ? 1 : 0;
      abstained += line.predict() == -1 ? 1 : 0;
      sum += right ? line.radius() : 0;
    }
    CertifiedAccuracy found = analysis.at(radius);
    ClopperPearson interval = ClopperPearson.interval(certified, inputs.size(), .05);

    assertThat(found.certifiedAccuracy()).isEqualTo(certified / (double) inputs.size());
    assertThat(List.of(found.low(), found.high())).containsExactly(interval.low(), interval.high());
    assertThat(found.guaranteed()).isNaN();
    assertThat(analysis.abstain()).isCloseTo(abstained / (double) inputs.size(), within(1e-12));
    assertThat(analysis.acr()).isCloseTo(sum / inputs.size(), within(1e-12));
  }

  @Property(tries = 300)
  void averageRadiusIsTheAreaUnderTheCurve(@ForAll("inputs") List<CohenLine> inputs) {
    Analysis analysis = Analysis.of(inputs, OptionalDouble.empty());
    double area = 0;
    double from = 0;
    for (CertifiedCurve.Step step : analysis.curve().steps()) {
      area += (step.radius() - from) * step.certified() / inputs.size();
      from = step.radius();
    }
    assertThat(area).isCloseTo(analysis.acr(), within(1e-12));
    assertThat(from).isEqualTo(analysis.curve().end());
    assertThat(analysis.at(Math.nextUp(from)).certifiedAccuracy()).isZero();
  }

  @Provide
  Arbitrary<List<CohenLine>> inputs() {
    Arbitrary<Integer> classes = Arbitraries.integers().between(0, 2);
    Arbitrary<Integer> predictions = Arbitraries.integers().between(-1, 2);
    return Combinators.combine(classes, predictions, radii())
        .as((label, found, r) -> new CohenLine(0, label, found, found < 0 ? 0 : r, 1))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  /** Few, so that some are equal. */
  @Provide
  Arbitrary<Double> radii() {
    return Arbitraries.integers().between(0, 12).map(i -> i / 8.0);
  }

  /** The formula of Cohen et al. worked out by hand for n = 500 and alpha = .001. */
  @Test
  void guaranteedShareReckonsWithFalseCertificates() {
    List<CohenLine> inputs =
        IntStream.range(0, 500)
            .mapToObj(i -> new CohenLine(i, 1, i % 5 == 0 ? 1 : 0, 1, 0))
            .toList();
    Analysis analysis = Analysis.of(inputs, OptionalDouble.of(.001));

    assertThat(analysis.at(.5).certifiedAccuracy()).isEqualTo(.2);
    assertThat(analysis.at(.5).guaranteed())
        .isCloseTo(.2 - .001 - 3.71505e-3 - 4.60517e-3, within(1e-7));
    assertThat(analysis.at(2).guaranteed()).isZero();
  }

  @Test
  void nothingIsNoShare() {
    Analysis nothing = Analysis.of(List.of(), OptionalDouble.of(.001));

    assertThat(
            List.of(
                nothing.at(0).certifiedAccuracy(),
                nothing.at(0).low(),
                nothing.acr(),
                nothing.abstain()))
        .containsOnly(Double.NaN);
  }

  @Test
  void radiusMustBeOne() {
    Analysis analysis = Analysis.of(List.of(), OptionalDouble.empty());

    assertThatThrownBy(() -> analysis.at(-.5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("-0.5");
    assertThatThrownBy(() -> analysis.at(Double.NaN)).isInstanceOf(BadInputException.class);
  }

  @Test
  void gridFollowsTheLargestRadius() {
    assertThat(RadiusGrid.upTo(0)).containsExactly(0.0);
    assertThat(RadiusGrid.upTo(.95)).containsExactly(0.0, .25, .5, .75);
    assertThat(RadiusGrid.upTo(3)).hasSize(13).endsWith(2.75, 3.0);
    assertThat(RadiusGrid.upTo(3.81)).startsWith(0.0, .5).endsWith(3.5);
    assertThat(RadiusGrid.upTo(40))
        .containsExactly(0.0, 4.0, 8.0, 12.0, 16.0, 20.0, 24.0, 28.0, 32.0, 36.0, 40.0);
    assertThat(RadiusGrid.upTo(.031)).containsExactly(0.0, .01, .02, .03);
  }
}
