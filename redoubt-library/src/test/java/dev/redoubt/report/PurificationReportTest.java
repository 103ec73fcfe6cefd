package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Victims;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.purify.Thermometer;
import dev.redoubt.purify.trial.PurificationPlan;
import dev.redoubt.threat.ThreatModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A test of a purifying defence in JSON, in a sentence and on its page. */
final class PurificationReportTest {
  private static final PurificationReport REPORT = PurificationFixtures.diffusion();

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String plain(String text) {
    return text.replace('\u00a0', ' ');
  }

  @Test
  void jsonHasTheNumbersUnderTheirNames() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ReportJson.pretty(REPORT));
    assertThat(keys(json))
        .containsExactly(
            "command",
            "provenance",
            "data",
            "threat",
            "model",
            "defence",
            "random",
            "attack",
            "settings",
            "draws",
            "votes",
            "resubmissions",
            "attackers",
            "notes");
    JsonNode bpda = json.path("attackers").get(2);
    assertThat(keys(bpda))
        .containsExactly(
            "name",
            "kind",
            "follows",
            "draws",
            "fixed_draws",
            "single_shot",
            "worst_of_resubmissions",
            "majority_vote",
            "forwards",
            "backwards",
            "seconds",
            "refused");
    assertThat(keys(bpda.path("single_shot"))).containsExactly("value", "low", "high");
    assertThat(bpda.path("single_shot").path("value").asDouble()).isEqualTo(.71);
    assertThat(json.path("attackers").get(6).path("fixed_draws").asBoolean()).isTrue();
  }

  @Test
  void theHeadlineSaysWhatIsLeftAndWhatOthersWouldHaveClaimed() {
    assertThat(plain(PurificationHeadline.of(REPORT)))
        .isEqualTo(
            "On 64 road-sign test images, under a perturbation of at most 8/255 per pixel, signs.safetensors behind diffusion goes from 93.0 % to 31.0 % in single shots with full gradients and EOT over 20 draws; BPDA alone would have claimed 71.0 %, a surrogate process 52.0 %, an attack on the bare classifier 90.0 %.");
  }

  @Test
  void theHeadlineSaysIfLessWasEnough() {
    assertThat(plain(PurificationHeadline.of(PurificationFixtures.deterministic())))
        .endsWith(
            "signs.safetensors behind median goes from 100.0 % to 40.0 % with full gradients; an attack on the bare classifier leaves only 20.0 %.");
  }

  @Test
  void thePageShowsEveryAttackerWithItsNumbers() throws IOException {
    String page = plain(PurificationPage.render(REPORT));
    for (String text :
        List.of(
            "BPDA",
            "the identity in place of diffusion, over 20 draws",
            "Other draws for every query",
            "The same draws for every query",
            "Worst of 10",
            "61.0 to 79.0 %",
            "512,000",
            "1 min 13 s",
            "A note.")) {
      assertThat(page).contains(text);
    }
    String one = plain(PurificationPage.render(PurificationFixtures.deterministic()));
    assertThat(one).contains("Answered rightly").doesNotContain("Worst of 10", "The same draws");
  }

  private static final NetworkModel MODEL = Victims.perceptron(4, 3, 1);
  private static final ThreatModel THREAT = ThreatModel.parse("linf:0.1");
  private static final Pgd PGD = Pgd.of(3, new StepSize.OfEpsilon(.5), 1);

  private static List<String> notes(Pipeline pipeline, int draws, double bpda) {
    return PurificationNotes.of(
        pipeline,
        new PurificationPlan(PGD, THREAT, draws, 100, 10, 0),
        List.of(
            PurificationFixtures.attacker("bpda", "weaker", "", draws, bpda, 0, 0),
            PurificationFixtures.attacker("adaptive", "adaptive", "", draws, .3, 0, 0),
            PurificationFixtures.attacker("nobody, fixed draws", "nobody", "", 1, .1, .1, .1)));
  }

  @Test
  void notesSayWhatTheTestCouldNotDo() {
    Pipeline random = Pipeline.of(MODEL, new RandomNoise(.1, MODEL.input()));
    Pipeline bits = Pipeline.of(MODEL, new BitDepth(3, MODEL.input()));

    assertThat(notes(random, 15, .5)).isEmpty();
    assertThat(notes(random, 1, .5))
        .singleElement()
        .asString()
        .contains("a single draw", "15 to 20");
    assertThat(notes(random, 14, .5)).singleElement().asString().contains("14 draws");
    assertThat(notes(random, 15, .28)).singleElement().asString().contains("bpda", "28.0", "30.0");
    assertThat(notes(random, 15, .295)).as("hardly a difference").isEmpty();
    assertThat(notes(bits, 1, .5)).singleElement().asString().startsWith("Nothing here is random");
    InputSpec inner = new InputSpec(List.of(2), 0, 1);
    Pipeline coded = Pipeline.of(MODEL, new Thermometer(2, inner));
    assertThat(notes(coded, 1, .5)).anyMatch(note -> note.contains("does not take the inputs"));
  }
}
