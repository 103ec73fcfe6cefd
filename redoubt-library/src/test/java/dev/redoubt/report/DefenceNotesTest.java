package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.data.InputSpec;
import dev.redoubt.evaluate.Entry;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Knowledge;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Detector;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.Rest;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.testing.Withheld;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefenceNotesTest {
  private static final InputSpec INPUT = SmallImages.INPUT;
  private static final Attack<?> PGD = Pgd.of(10, new StepSize.OfEpsilon(0.25), 1);

  /** Two channels of one, with neither a derivative nor a surrogate. */
  private record Doubled(String name, Declaration declares) implements Purifier {
    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public InputSpec gives() {
      return InputSpec.image(2, 2, 2);
    }

    @Override
    public Tensor apply(Tensor x, Draws draws) {
      return Layout.concat(List.of(x, x), 1);
    }
  }

  /** Suspects nothing. */
  private record Trusting() implements Detector {
    @Override
    public String name() {
      return "trusting";
    }

    @Override
    public InputSpec takes() {
      return INPUT;
    }

    @Override
    public Tensor score(Observation seen, Rest rest, Tensor x, Draws draws) {
      return Layout.reshape(Layout.columns(Layout.flatten(x), 0, 1), x.rows());
    }

    @Override
    public double threshold() {
      return 2;
    }

    @Override
    public Declaration declares() {
      return new Declaration(new Declaration.Backward.Exact(), false, true);
    }
  }

  private static List<String> notes(Pipeline pipeline) {
    return DefenceNotes.of(pipeline, both());
  }

  private static Evaluation both() {
    return SmallImages.evaluation(
        List.of(new Entry(PGD, Knowledge.OBLIVIOUS, 1), new Entry(PGD, Knowledge.ADAPTIVE, 1)),
        Tally.ZERO,
        Tally.ZERO);
  }

  @Test
  void wherePlainlyNothingIsMissingNothingIsSaid() {
    assertThat(notes(Pipeline.of(SmallImages.brightness(), new BitDepth(3, INPUT)))).isEmpty();
    assertThat(notes(Pipeline.of(Withheld.scores(SmallImages.brightness())))).isEmpty();
  }

  @Test
  void blackBoxesCanNotBeFollowed() {
    assertThat(
            notes(Pipeline.of(Withheld.scores(SmallImages.brightness()), new BitDepth(3, INPUT))))
        .containsExactly(
            "The classifier gives no gradients: the adaptive attack asks the whole pipeline for scores, and can't follow what the stages do to it. Robust accuracy is an upper bound that a white-box attacker may undercut.");
  }

  @Test
  void attacksByLabelsHaveNoObliviousCounterpart() {
    Evaluation labels =
        SmallImages.evaluation(
            List.of(new Entry(new UniformNoise(), Knowledge.ACCESS, 1)), Tally.ZERO);
    Pipeline pipeline =
        Pipeline.of(Withheld.labels(SmallImages.brightness()), new BitDepth(3, INPUT));
    assertThat(DefenceNotes.of(pipeline, labels))
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).contains("ask for labels alone"))
        .anySatisfy(note -> assertThat(note).contains("gives no gradients", "for labels"));
  }

  @Test
  void stagesWithoutDerivativesAreNamedAndObliviousAttackersDifferentiateThemAllTheSame() {
    Doubled opaque = new Doubled("doubled", Declaration.OPAQUE);
    assertThat(notes(Pipeline.of(SmallImages.brightness(opaque.gives()), opaque)))
        .hasSize(2)
        .anySatisfy(
            note ->
                assertThat(note)
                    .startsWith("Stage doubled declares neither a derivative nor a surrogate")
                    .contains("for scores", "upper bound"))
        .anySatisfy(note -> assertThat(note).contains("differentiate the pipeline as it is"));
    Doubled plain = new Doubled("doubled", Declaration.PLAIN);
    assertThat(notes(Pipeline.of(SmallImages.brightness(plain.gives()), plain)))
        .singleElement()
        .asString()
        .contains("differentiate the pipeline as it is");
  }

  @Test
  void rejectionIsExplainedWhereSomethingRejects() {
    assertThat(notes(Pipeline.of(SmallImages.brightness(), new Trusting())))
        .containsExactly(
            "Rejected inputs: 0.0\u00a0% of the clean samples. A clean sample that is rejected counts as misclassified, an attack that is rejected as one that failed.",
            "The attacks that treat class and rejection apart were not run, since none of those asked for uses gradients within a budget. Robust accuracy is an upper bound that a white-box attacker may undercut.");
  }
}
