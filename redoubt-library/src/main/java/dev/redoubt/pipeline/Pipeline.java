package dev.redoubt.pipeline;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A classifier with a defence around it: stages through which inputs pass in order. Without any it
 * is the classifier alone.
 *
 * <p>There are three ways to see it. {@link #deployed} is what users get, and what results are
 * about. {@link #adaptive} is derived from what the stages declare: what an attacker sees who knows
 * all of it. {@link #oblivious} is for one who does not know that there is a defence. The
 * difference between what the two of them achieve is robustness that is only apparent.
 */
public final class Pipeline {
  private final LabelModel classifier;
  private final List<Stage> stages;

  private Pipeline(LabelModel classifier, List<Stage> stages) {
    this.classifier = classifier;
    this.stages = List.copyOf(stages);
  }

  /**
   * Puts stages around a classifier.
   *
   * @param stages in the order in which inputs pass through them
   * @throws BadInputException if a stage does not take what the one before it gives, or the
   *     classifier what the last one gives; or if the classifier rejects by itself, which would be
   *     lost behind stages
   */
  public static Pipeline of(LabelModel classifier, List<Stage> stages) {
    if (!stages.isEmpty() && classifier.declares().rejects()) {
      throw new BadInputException(
          "model %s may refuse to give a class, and stages cannot stand around such a one; what rejects belongs among the stages"
              .formatted(classifier.name()));
    }
    for (int i = 0; i < stages.size(); i++) {
      InputSpec gives = stages.get(i).gives();
      boolean last = i + 1 == stages.size();
      InputSpec next = last ? classifier.input() : stages.get(i + 1).takes();
      if (!gives.equals(next)) {
        throw new BadInputException(
            "stage %s gives inputs %s, but %s takes %s"
                .formatted(
                    stages.get(i).name(),
                    words(gives),
                    last ? "model " + classifier.name() : "stage " + stages.get(i + 1).name(),
                    words(next)));
      }
    }
    DetectorPlaces.check(classifier, stages);
    return new Pipeline(classifier, stages);
  }

  /** The same, with the stages one by one. */
  public static Pipeline of(LabelModel classifier, Stage... stages) {
    return of(classifier, List.of(stages));
  }

  private static String words(InputSpec spec) {
    return "of shape %s in [%s, %s]".formatted(spec.shape(), spec.low(), spec.high());
  }

  /** What stands behind the last stage. */
  public LabelModel classifier() {
    return classifier;
  }

  /** In the order in which inputs pass through them. */
  public List<Stage> stages() {
    return stages;
  }

  /** Whether there are stages. */
  public boolean isDefended() {
    return !stages.isEmpty();
  }

  /** What the first stage takes: the inputs of the whole. */
  public InputSpec input() {
    return stages.isEmpty() ? classifier.input() : stages.get(0).takes();
  }

  /** Whether the classifier or a stage is random. */
  public boolean isRandom() {
    return classifier.declares().random()
        || stages.stream().anyMatch(stage -> stage.declares().random());
  }

  /** Whether it may refuse to give a class. */
  public boolean rejects() {
    return classifier.declares().rejects()
        || stages.stream().anyMatch(stage -> stage.declares().rejects());
  }

  /** Whether several threads may ask it at a time, and asking is free. */
  public boolean isShared() {
    return classifier.isShared();
  }

  /** The whole as one classifier, which gives labels, and scores if the classifier gives them. */
  public LabelModel deployed() {
    return isDefended() ? DeployedModel.of(this) : classifier;
  }

  /**
   * Class and suspicion of inputs, as deployed.
   *
   * @param x {@code [n, ...]}
   * @throws IllegalStateException if nothing rejects
   */
  public Judgement judge(Tensor x, Draws draws) {
    Flow flow = new Flow(stages, new Deployed(classifier, DType.FLOAT32));
    return Scope.tensors(
        () -> {
          Scored scored = flow.run(x, draws);
          Tensor excess =
              scored.excess().orElseThrow(() -> new IllegalStateException("nothing rejects here"));
          return new Judgement(Reductions.argmax(scored.logits(), 1), excess);
        });
  }

  /**
   * What an attacker sees who does not know of the stages: the classifier alone, with all that it
   * gives. Where it takes other inputs than the whole, the whole is differentiated as it is, which
   * may give zero.
   */
  public LabelModel oblivious() {
    if (classifier.input().equals(input())) {
      return ObliviousView.of(classifier);
    }
    return ObliviousView.of(
        classifier instanceof GradientModel gradients
            ? view(gradients, false, 1, Optional.empty())
            : deployed());
  }

  /**
   * What an attacker sees who knows all of it: gradients, if the classifier has them and every
   * stage its own or a surrogate; else scores, else labels. Rejection is folded into the logits, so
   * that every attack becomes a joint one.
   *
   * @param draws over which everything random is averaged at each look, at least 1; ensembles of
   *     random copies are one draw each, since the average is over them as well
   * @param batch the samples that are attacked, with their labels
   */
  public LabelModel adaptive(int draws, Batch batch) {
    Optional<JointLogits> joint =
        rejects() ? Optional.of(new JointLogits(batch)) : Optional.empty();
    return adaptive(draws, joint);
  }

  /**
   * The same for one who takes being rejected for a success.
   *
   * @param draws over which everything random is averaged at each look, at least 1
   */
  public LabelModel adaptive(int draws) {
    return adaptive(draws, Optional.empty());
  }

  private LabelModel adaptive(int draws, Optional<JointLogits> joint) {
    if (draws < 1) {
      throw new BadInputException("an attacker takes at least 1 draw, not " + draws);
    }
    if (!isDefended() && draws == 1) {
      return classifier;
    }
    if (classifier instanceof GradientModel gradients && opaque().isEmpty()) {
      AdaptiveView view = view(gradients, true, draws, joint);
      return joint.isPresent() ? new RejectingView(view, layers()) : view;
    }
    if (classifier instanceof ScoreModel) {
      Flow flow = new Flow(sparing(joint), new Deployed(classifier, DType.FLOAT32));
      return new ScoresView(this, new Averaging(flow, draws, joint));
    }
    return deployed();
  }

  private AdaptiveView view(
      GradientModel gradients, boolean substitutes, int draws, Optional<JointLogits> joint) {
    Flow flow = new Flow(sparing(joint), Differentiated.of(gradients, substitutes));
    return new AdaptiveView(gradients, input(), isRandom(), new Averaging(flow, draws, joint));
  }

  /** The layers that the detectors read. */
  private Set<String> layers() {
    Set<String> layers = new LinkedHashSet<>();
    stages.stream()
        .filter(Detector.class::isInstance)
        .forEach(stage -> ((Detector) stage).layers().stream().sorted().forEach(layers::add));
    return layers;
  }

  /** The stages as attackers ask them; without detectors, where being rejected is no failure. */
  private List<Stage> sparing(Optional<JointLogits> joint) {
    List<Stage> single = single(stages);
    return joint.isPresent() ? single : withoutDetectors(single);
  }

  /**
   * Random ensembles with one copy: one draw of the whole then has one draw of each stage, and the
   * mean over draws is an estimate of the same mean.
   */
  private static List<Stage> single(List<Stage> stages) {
    return stages.stream()
        .map(stage -> stage instanceof Ensemble ensemble ? ensemble.withCopies(1) : stage)
        .toList();
  }

  private static List<Stage> withoutDetectors(List<Stage> stages) {
    return stages.stream().filter(stage -> !(stage instanceof Detector)).toList();
  }

  /**
   * What is learnt from when a classifier is trained behind stages: its logits with one draw of
   * everything random, differentiable as {@link #adaptive} is. Detectors make no difference.
   *
   * @param classifier with the tape that is wanted
   */
  public static Tensor logits(List<Stage> stages, Rest classifier, Tensor x, Draws draws) {
    return new Flow(withoutDetectors(single(stages)), new Differentiated(classifier, true))
        .run(x, draws)
        .logits();
  }

  /** The names of all weaker views that stages name, each once, in the order of the stages. */
  public List<String> weakerViews() {
    return stages.stream()
        .filter(stage -> !(stage instanceof Detector))
        .flatMap(stage -> stage.weaker().stream())
        .map(WeakerView::name)
        .distinct()
        .toList();
  }

  /**
   * The same as an attacker differentiates it who takes a weaker view of the stages that have one
   * of this name; it computes what it always does. Detectors stay as they are.
   *
   * @param view one of {@link #weakerViews}
   * @throws BadInputException if no stage has such a view
   */
  public Pipeline weakened(String view) {
    if (!weakerViews().contains(view)) {
      throw new BadInputException(
          "no stage has a weaker view '%s'; there are %s".formatted(view, weakerViews()));
    }
    return differentiatedAs(
        stage ->
            stage.weaker().stream()
                .filter(weaker -> weaker.name().equals(view))
                .findFirst()
                .map(WeakerView::backward));
  }

  /**
   * The same with other derivatives of some stages; it computes what it always does. Detectors stay
   * as they are.
   *
   * @param choice the derivative that a stage gets, empty for its own; it may be asked several
   *     times, and of the same ensemble with another number of copies
   */
  public Pipeline differentiatedAs(Function<Stage, Optional<Backward>> choice) {
    return new Pipeline(
        classifier, stages.stream().map(stage -> OtherDerivative.of(stage, choice)).toList());
  }

  /**
   * The same with the draws of all random stages fixed: every row of every query gets those of
   * sample 0, so that nothing is random any more.
   *
   * @throws BadInputException if the classifier itself is random, or a detector
   */
  public Pipeline withFixedDraws(long seed) {
    if (classifier.declares().random()) {
      throw new BadInputException(
          "model %s is random by itself, and its draws can't be fixed"
              .formatted(classifier.name()));
    }
    List<Stage> fixed = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      fixed.add(new FixedDraws(seed, "fixed/stage-" + i).of(stages.get(i)));
    }
    return new Pipeline(classifier, fixed);
  }

  /** The stages that have neither a derivative nor a surrogate: with one of them, no gradients. */
  public List<Stage> opaque() {
    List<Stage> opaque = new ArrayList<>();
    for (Stage stage : stages) {
      if (stage.declares().backward() instanceof Backward.None) {
        opaque.add(stage);
      }
    }
    return opaque;
  }
}
