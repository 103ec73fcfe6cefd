package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.attack.UniformNoise;
import dev.redoubt.certify.Certificate;
import dev.redoubt.evaluate.BatchResult;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.evaluate.Tally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EvidenceTest {
  private static final int[] ALL = {0, 1, 2, 3};

  private final Evidence evidence = new Evidence(Halves.spread(4));

  /** One outcome a letter: s(urvived), b(roken), f(ragile), m(isclassified). */
  private static Evaluation run(String statuses, float mark) {
    List<SampleOutcome> outcomes = new ArrayList<>();
    List<float[]> witnesses = new ArrayList<>();
    for (int i = 0; i < statuses.length(); i++) {
      char letter = statuses.charAt(i);
      Status status =
          letter == 's' ? Status.SURVIVED : letter == 'm' ? Status.MISCLASSIFIED : Status.BROKEN;
      outcomes.add(Found.outcome(i, status, letter == 'f'));
      if (status == Status.BROKEN) {
        witnesses.add(new float[] {mark, i});
      }
    }
    return new Evaluation(
        new Plan(
            Investigations.plan(.1).threat(), List.of(new UniformNoise()), List.of(), 0, 64, 1),
        List.of(
            new BatchResult(
                outcomes, Tally.ZERO, List.of(Tally.ZERO), List.of(), 0, Tally.ZERO, witnesses)));
  }

  private static Certificate certificate(long id, double radius, boolean correct) {
    return new Certificate(
        id, 0, correct ? 0 : 1, radius, .9, 100, 0, .001, .25, 1, correct, Double.NaN, 0);
  }

  @Test
  void aWitnessStaysWhateverComesLater() {
    assertThat(evidence.add("", ALL, run("sbsm", 1))).isEqualTo(1);
    assertThat(evidence.add("later", ALL, run("bsbs", 2))).isEqualTo(2);
    assertThat(evidence.of(1).witness()).containsExactly(1, 1);
    assertThat(evidence.of(0).witness()).containsExactly(2, 0);
    assertThat(evidence.of(2).outcome().attack()).isEqualTo("later: pgd");
    assertThat(evidence.of(1).outcome().attack()).isEqualTo("pgd");
    assertThat(evidence.of(3).outcome().status()).isEqualTo(Status.MISCLASSIFIED);
    assertThat(evidence.robustAccuracy()).isZero();
    assertThat(evidence.correct()).containsExactly(0, 1, 2);
  }

  @Test
  void aSoundWitnessTakesThePlaceOfAFragileOneOnly() {
    evidence.add("", ALL, run("fbfb", 1));
    assertThat(evidence.add("later", ALL, run("bffb", 2))).as("newly broken").isZero();
    assertThat(evidence.of(0).witness()).containsExactly(2, 0);
    assertThat(evidence.of(0).isSurelyNotRobust()).isTrue();
    assertThat(evidence.of(1).witness()).containsExactly(1, 1);
    assertThat(evidence.of(1).outcome().fragile()).isFalse();
    assertThat(evidence.of(2).witness()).containsExactly(1, 2);
    assertThat(evidence.of(2).isSurelyNotRobust()).isFalse();
    assertThat(evidence.of(3).witness()).containsExactly(1, 3);
  }

  /** A random model may lose its vote on the clean sample in a later run. */
  @Test
  void aLostVoteOnTheCleanSampleCounts() {
    evidence.add("", ALL, run("ssbm", 1));
    assertThat(evidence.add("later", ALL, run("mssb", 2))).as("newly broken").isZero();
    assertThat(evidence.of(0).outcome().status()).isEqualTo(Status.MISCLASSIFIED);
    assertThat(evidence.of(2).outcome().status()).isEqualTo(Status.BROKEN);
    assertThat(evidence.of(3).outcome().status()).isEqualTo(Status.MISCLASSIFIED);
    assertThat(evidence.of(3).witness()).isNull();
    assertThat(evidence.correct()).containsExactly(1, 2);
  }

  @Test
  void queriesAddUpWhateverARunFinds() {
    evidence.add("", ALL, run("sssb", 1));
    evidence.add("", ALL, run("bssb", 1));
    evidence.add("later", ALL, run("smbs", 2));
    for (int i : ALL) {
      assertThat(evidence.of(i).outcome().queries()).as("sample %d", i).isEqualTo(15);
    }
  }

  @Test
  void someSamplesAreTheirOwnAndTheWitnessesFollow() {
    evidence.add("", ALL, run("ssss", 1));
    int[] some = {3, 1};
    assertThat(evidence.add("later", some, run("bb", 2))).isEqualTo(2);
    assertThat(evidence.of(3).witness()).containsExactly(2, 0);
    assertThat(evidence.of(1).witness()).containsExactly(2, 1);
    assertThat(evidence.survivors()).containsExactly(0, 2);
    assertThat(evidence.robustAccuracy()).isEqualTo(.5);
  }

  @Test
  void certificatesCountAtTheirRadiusOnly() {
    evidence.add("", ALL, run("sssb", 1));
    evidence.add(
        List.of(
            certificate(0, .1, true),
            certificate(1, .099, true),
            certificate(2, .2, false),
            certificate(3, .3, true)));
    assertThat(evidence.certified(.1)).containsExactly(0, 3);
    assertThat(evidence.unproven(.1)).containsExactly(1, 2);
    assertThat(evidence.open(.1)).containsExactly(1, 2);
    assertThat(evidence.survivors()).containsExactly(0, 1, 2);
  }

  @Test
  void whatIsDroppedSurvives() {
    evidence.add("", ALL, run("bbsm", 1));
    evidence.drop(1);
    assertThat(evidence.of(1).outcome().status()).isEqualTo(Status.SURVIVED);
    assertThat(evidence.of(1).outcome().attack()).isNull();
    assertThat(evidence.of(1).outcome().prediction()).isZero();
    assertThat(evidence.of(1).outcome().distance()).isZero();
    assertThat(evidence.of(1).outcome().queries()).isEqualTo(5);
    assertThat(evidence.of(1).witness()).isNull();
    assertThat(evidence.survivors()).containsExactly(1, 2);
    assertThat(evidence.all()).hasSize(4);
  }

  @Test
  void nothingIsKnownBeforeTheFirstRun() {
    assertThatThrownBy(() -> evidence.of(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sample 2");
  }
}
