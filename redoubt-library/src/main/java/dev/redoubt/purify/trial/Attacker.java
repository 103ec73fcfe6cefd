package dev.redoubt.purify.trial;

import dev.redoubt.data.Batch;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Somebody who attacks a defence.
 *
 * @param name in files and reports; no two are the same
 * @param kind what he knows
 * @param follows what his attack follows, in words; empty for nobody
 * @param deployed the defence as it answers him
 * @param seen the same as he differentiates it
 * @param draws over which he averages at each look
 */
public record Attacker(
    String name, Kind kind, String follows, Pipeline deployed, Pipeline seen, int draws) {
  /** What an attacker knows, and how he uses it. */
  public enum Kind {
    /** No attack: the clean samples. */
    NOBODY,
    /** He attacks the classifier alone. */
    OBLIVIOUS,
    /** He knows the defence, but differentiates something else in its place. */
    WEAKER,
    /** He knows the defence, and follows its full gradient. */
    ADAPTIVE
  }

  private static final String FIXED = ", fixed draws";

  /**
   * All attackers of a pipeline: nobody, the oblivious one, one for each weaker view that its
   * stages name (if the attack asks for gradients), the adaptive one; and if the pipeline is random
   * and its draws can be fixed, nobody and the adaptive one against it with the same draws for
   * every query, which the latter knows.
   */
  static List<Attacker> of(Pipeline pipeline, PurificationPlan plan) {
    boolean averages = pipeline.isRandom() && !plan.attack().averagesDraws();
    boolean gradients = GradientModel.class.isAssignableFrom(plan.attack().needs());
    int draws = averages ? plan.draws() : 1;
    List<Attacker> all = new ArrayList<>();
    all.add(nobody("", pipeline));
    String bare =
        gradients ? "gradients of the bare classifier" : "what the bare classifier answers";
    all.add(new Attacker("oblivious", Kind.OBLIVIOUS, bare, pipeline, pipeline, 1));
    if (gradients) {
      for (String view : pipeline.weakerViews()) {
        Pipeline seen = pipeline.weakened(view);
        all.add(new Attacker(view, Kind.WEAKER, words(pipeline, view), pipeline, seen, draws));
      }
    }
    String known = gradients ? words(pipeline) : "what all of it answers";
    all.add(new Attacker("adaptive", Kind.ADAPTIVE, known, pipeline, pipeline, draws));
    if (pipeline.isRandom() && !pipeline.classifier().declares().random()) {
      Pipeline fixed = pipeline.withFixedDraws(plan.seed());
      all.add(nobody(FIXED, fixed));
      all.add(new Attacker("adaptive" + FIXED, Kind.ADAPTIVE, known, fixed, fixed, 1));
    }
    return all;
  }

  private static Attacker nobody(String suffix, Pipeline deployed) {
    return new Attacker("nobody" + suffix, Kind.NOBODY, "", deployed, deployed, 1);
  }

  private static String words(Pipeline pipeline) {
    boolean exact =
        pipeline.stages().stream()
            .allMatch(stage -> stage.declares().backward() instanceof Backward.Exact);
    return exact ? "full gradients" : "gradients through what its stages declare";
  }

  private static String words(Pipeline pipeline, String view) {
    return pipeline.stages().stream()
        .flatMap(
            stage ->
                stage.weaker().stream()
                    .filter(weaker -> weaker.name().equals(view))
                    .map(weaker -> weaker.backward().words() + " in place of " + stage.name()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether the defence answers him with the same draws each time. */
  public boolean hasFixedDraws() {
    return name.endsWith(FIXED);
  }

  /** The defence as he attacks it. */
  LabelModel view(Batch batch) {
    return kind == Kind.OBLIVIOUS ? seen.oblivious() : seen.adaptive(draws, batch);
  }
}
