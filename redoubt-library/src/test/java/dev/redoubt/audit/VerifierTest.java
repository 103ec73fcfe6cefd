package dev.redoubt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.certify.Certificate;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files as they were written stand; nobody can change them unseen. */
final class VerifierTest {
  private static final Dataset DATA = Halves.spread(60);
  private static final AuditPlan PLAN =
      Investigations.plan(
          Investigations.plan(.1).threat(), OptionalDouble.of(.95), Investigations.arsenal());

  private static Verifier.Files files = files(Verdict.INCONCLUSIVE, List.of(), List.of());
  private static int broken;
  private static int robust;

  @BeforeAll
  static void audit() {
    files = audited(Pipeline.of(Halves.threshold()), DATA, PLAN);
    assertThat(files.verdict()).isEqualTo(Verdict.REFUTED);
    broken = index(Status.BROKEN);
    robust = index(Status.SURVIVED);
  }

  private static int index(Status status) {
    for (int i = 0; i < files.evidence().size(); i++) {
      if (files.evidence().get(i).outcome().status() == status) {
        return i;
      }
    }
    throw new AssertionError(status);
  }

  private static Verifier.Files audited(Pipeline pipeline, Dataset data, AuditPlan plan) {
    Audit audit =
        new Auditor(plan, Device.CPU, AuditListener.none())
            .audit(pipeline, data, AuditJournal.none());
    return files(audit.ruling().verdict(), audit.evidence(), audit.checks());
  }

  private static Verifier.Files files(
      Verdict verdict, List<SampleEvidence> evidence, List<CheckResult> checks) {
    int left = (int) evidence.stream().filter(SampleEvidence::isRobust).count();
    return new Verifier.Files(verdict, left, evidence, checks, List.of());
  }

  private static Verification verify(Verifier.Files content) {
    return new Verifier(PLAN, Pipeline.of(Halves.threshold()), DATA, Device.CPU).verify(content);
  }

  /** The files with one line changed; the number of robust samples is made to agree. */
  private static Verifier.Files with(int line, UnaryOperator<SampleEvidence> change) {
    List<SampleEvidence> evidence = new ArrayList<>(files.evidence());
    evidence.set(line, change.apply(evidence.get(line)));
    return files(files.verdict(), evidence, files.checks());
  }

  private static SampleEvidence witness(SampleEvidence sample, float @Nullable [] witness) {
    return new SampleEvidence(sample.outcome(), witness, sample.certificate());
  }

  private static SampleEvidence status(SampleEvidence sample, Status status) {
    SampleOutcome o = sample.outcome();
    SampleOutcome changed =
        new SampleOutcome(
            o.id(),
            o.label(),
            o.cleanPrediction(),
            status,
            o.attack(),
            o.prediction(),
            o.distance(),
            o.fragile(),
            o.queries(),
            o.steps(),
            o.vote());
    return new SampleEvidence(changed, sample.witness(), sample.certificate());
  }

  private static float[] all(float value) {
    float[] values = new float[Halves.FEATURES];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void whatWasWrittenStands() {
    Verification verification = verify(files);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.witnesses()).isEqualTo(12);
    assertThat(verification.certificates()).isZero();
    assertThat(verification.again()).isEqualTo(Verdict.REFUTED);
    assertThat(verification.stands()).isTrue();
  }

  private static void assertFalls(Verifier.Files content, String... words) {
    Verification verification = verify(content);
    assertThat(verification.stands()).isFalse();
    assertThat(verification.problems()).hasSize(1);
    assertThat(verification.problems().get(0)).contains(words);
  }

  @Test
  void aWitnessThatIsTheSampleItself() {
    float[] clean = new float[Halves.FEATURES];
    DATA.read(broken, clean, 0);
    assertFalls(with(broken, s -> witness(s, clean)), "sample " + broken, "does not break");
  }

  @Test
  void aWitnessOutsideOfTheBudgetOrTheRange() {
    float up = DATA.label(broken) == 0 ? 1 : -1;
    float[] clean = new float[Halves.FEATURES];
    DATA.read(broken, clean, 0);
    float[] far = all(clean[0] + up * .1001f);
    assertFalls(with(broken, s -> witness(s, far)), "does not break");
    float[] near = all(clean[0] + up * .09999f);
    assertThat(verify(with(broken, s -> witness(s, near))).stands()).isTrue();
    assertFalls(with(broken, s -> witness(s, all(Float.NaN))), "does not break");
  }

  @Test
  void aWitnessThatIsNotThereOrOfAnotherShape() {
    assertFalls(with(broken, s -> witness(s, null)), "said to be broken, but has no witness");
    assertFalls(with(broken, s -> witness(s, new float[3])), "has 3 values, but inputs have 6");
  }

  @Test
  void aStatusThatIsNotTrue() {
    assertFalls(
        with(broken, s -> status(s, Status.SURVIVED)),
        "Sample " + broken + " has a witness, but is not said to be broken");
    assertFalls(with(robust, s -> status(s, Status.BROKEN)), "but has no witness");
    assertFalls(with(robust, s -> status(s, Status.MISCLASSIFIED)), "misclassified", "is not");
    Verifier.Files flipped = with(broken, s -> status(s, Status.MISCLASSIFIED));
    assertThat(verify(flipped).stands()).isFalse();
  }

  /** Who drops witnesses says less, but the verdict has to follow from what is left. */
  @Test
  void witnessesThatAreLeftOut() {
    List<SampleEvidence> evidence =
        files.evidence().stream()
            .map(
                s ->
                    s.outcome().status() == Status.BROKEN
                        ? witness(status(s, Status.SURVIVED), null)
                        : s)
            .toList();
    Verification verification = verify(files(files.verdict(), evidence, files.checks()));
    assertThat(verification.again()).isNotEqualTo(Verdict.REFUTED);
    assertThat(verification.stands()).isFalse();
  }

  @Test
  void aVerdictThatDoesNotFollow() {
    for (Verdict verdict : List.of(Verdict.CREDIBLE, Verdict.CERTIFIED, Verdict.INCONCLUSIVE)) {
      Verification verification = verify(files(verdict, files.evidence(), files.checks()));
      assertThat(verification.problems()).isEmpty();
      assertThat(verification.recorded()).isEqualTo(verdict);
      assertThat(verification.again()).isEqualTo(Verdict.REFUTED);
      assertThat(verification.stands()).isFalse();
    }
  }

  @Test
  void aNumberThatTheLinesDoNotAddUpTo() {
    Verifier.Files counted =
        new Verifier.Files(Verdict.REFUTED, 49, files.evidence(), files.checks(), List.of());
    assertFalls(counted, "counts 49 robust samples, samples.jsonl 48");
  }

  @Test
  void linesThatAreMissingOrSwapped() {
    List<SampleEvidence> shorter = files.evidence().subList(0, 59);
    assertFalls(files(Verdict.REFUTED, shorter, files.checks()), "59 samples", "the data have 60");
    List<SampleEvidence> swapped = new ArrayList<>(files.evidence());
    swapped.set(3, files.evidence().get(4));
    swapped.set(4, files.evidence().get(3));
    Verification verification = verify(files(Verdict.REFUTED, swapped, files.checks()));
    assertThat(verification.stands()).isFalse();
    assertThat(verification.problems()).hasSize(2);
    assertThat(verification.problems().get(0)).contains("Line 4 is about sample 4", "sample 3");
  }

  @Test
  void certificatesOfWhatCanNotBeCertified() {
    Certificate forged = Smoothed.forged(robust);
    assertFalls(
        with(robust, s -> new SampleEvidence(s.outcome(), s.witness(), forged)),
        "can't be certified");
  }

  @Test
  void certificatesAreMadeAgain() {
    Dataset data = Smoothed.data(20, 3);
    AuditPlan plan = Smoothed.plan(.6);
    Verifier.Files certified = audited(Smoothed.pipeline(), data, plan);
    Verifier verifier = new Verifier(plan, Smoothed.pipeline(), data, Device.CPU);
    assertThat(certified.verdict()).isEqualTo(Verdict.CERTIFIED);
    Verification verification = verifier.verify(certified);
    assertThat(verification.certificates()).isEqualTo(20);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.stands()).isTrue();
    List<SampleEvidence> forged =
        certified.evidence().stream()
            .map(
                s ->
                    new SampleEvidence(s.outcome(), s.witness(), Smoothed.forged(s.outcome().id())))
            .toList();
    Verification of = verifier.verify(files(Verdict.CERTIFIED, forged, certified.checks()));
    assertThat(of.certificates()).isEqualTo(23);
    assertThat(of.problems())
        .hasSize(3)
        .allMatch(problem -> problem.contains("not when certified again"));
    assertThat(of.stands()).isFalse();
  }

  /** Votes may turn out otherwise, but not what stands in the files. */
  @Test
  void ofARandomModelOnlyVotesAreLeftToChance() {
    NetworkModel threshold = Halves.threshold();
    Scripted noisy =
        new Scripted(
            (x, draws) -> threshold.logitsOnTape(x.plus(.01, draws.gaussianLike(x)), draws),
            new Declaration(new Declaration.Backward.Exact(), true));
    Verifier verifier = new Verifier(PLAN, Pipeline.of(noisy), DATA, Device.CPU);
    assertThat(verifier.verify(files).stands()).isTrue();
    Verification one = verifier.verify(with(broken, s -> witness(s, all(.5f))));
    assertThat(one.witnesses()).isEqualTo(12);
    List<SampleEvidence> swapped = new ArrayList<>(files.evidence());
    swapped.set(3, files.evidence().get(4));
    swapped.set(4, files.evidence().get(3));
    Verification verification = verifier.verify(files(Verdict.REFUTED, swapped, files.checks()));
    assertThat(verification.problems()).hasSize(2);
    List<SampleEvidence> many =
        files.evidence().stream()
            .map(s -> s.witness() != null ? witness(s, all(DATA.label((int) s.outcome().id()))) : s)
            .toList();
    Verification lost = verifier.verify(files(Verdict.REFUTED, many, files.checks()));
    assertThat(lost.problems()).hasSize(1);
    assertThat(lost.problems().get(0)).contains("On 12 of 60 samples", "more than chance");
  }

  /** What H3 found to be random is judged by votes again. */
  @Test
  void whatIsRandomWithoutSayingSoIsVotedOnAgain() {
    Dataset data = Halves.spread(30);
    Pipeline pipeline = Pipeline.of(AuditorTest.undeclared());
    Verifier.Files random = audited(pipeline, data, PLAN);
    Verification verification = new Verifier(PLAN, pipeline, data, Device.CPU).verify(random);
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.stands()).isTrue();
  }
}
