package dev.redoubt.attack.transfer;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.probe.InputDiversity;
import dev.redoubt.attack.probe.Probe;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Perturbations made on models that the attacker has, for one that he has not (Papernot et al.
 * 2016): the recipe is run on the mean logits of the surrogates, and what comes out is proposed.
 * That a surrogate is broken says nothing of the target, so all steps are taken on all samples.
 *
 * <p>The target is not asked at all by a recipe of one restart. Otherwise it is asked once after
 * each restart but the last, and only what it still gets right is tried again.
 *
 * <p>A step, as its candidates count them, is one of the recipe's, on the surrogates.
 *
 * @param surrogates at least one, all for the same inputs and classes
 * @param recipe how the perturbations are made; with momentum (MI), Nesterov (NI), scale copies
 *     (SI), input diversity (DI) and translation-invariant gradients (TI) they carry over better
 */
public record Transfer(List<GradientModel> surrogates, Pgd recipe) implements Attack<LabelModel> {
  private static final int STEPS = 10;

  /** Checks that the surrogates are of one kind. */
  public Transfer {
    surrogates = List.copyOf(surrogates);
    if (surrogates.isEmpty()) {
      throw new BadInputException("attack transfer wants at least one surrogate");
    }
    GradientModel first = surrogates.get(0);
    for (GradientModel other : surrogates) {
      mismatch(other, "surrogate " + first.name(), first)
          .ifPresent(
              sentence -> {
                throw new BadInputException(sentence);
              });
    }
  }

  /**
   * Ten steps with the momentum of MI-FGSM, for images with input diversity as well (Xie et al.
   * 2019).
   */
  public Transfer(List<GradientModel> surrogates) {
    this(surrogates, usual(surrogates));
  }

  private static Pgd usual(List<GradientModel> surrogates) {
    boolean images = surrogates.stream().allMatch(model -> model.input().isImage());
    Pgd momentum = Pgd.momentumIterative(STEPS);
    return images ? momentum.with(Probe.PLAIN.with(new InputDiversity())) : momentum;
  }

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("surrogates", surrogates.stream().map(GradientModel::name).toList());
    settings.put("recipe", recipe.name());
    settings.putAll(recipe.settings());
    return settings;
  }

  @Override
  public Class<LabelModel> needs() {
    return LabelModel.class;
  }

  @Override
  public Transfer scaled(double factor) {
    return new Transfer(surrogates, recipe.scaled(factor));
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    GradientModel view = new MeanLogits(surrogates);
    return mismatch(surrogates.get(0), "model " + model.name(), model)
        .or(() -> recipe.refuses(threat, view));
  }

  private static Optional<String> mismatch(
      GradientModel surrogate, String words, LabelModel other) {
    if (!surrogate.input().equals(other.input())) {
      return Optional.of(
          "attack transfer wants surrogates for the inputs of %s, %s in [%s, %s], but surrogate %s takes %s in [%s, %s]"
              .formatted(
                  words,
                  other.input().shape(),
                  other.input().low(),
                  other.input().high(),
                  surrogate.name(),
                  surrogate.input().shape(),
                  surrogate.input().low(),
                  surrogate.input().high()));
    }
    if (surrogate.classes() != other.classes()) {
      return Optional.of(
          "attack transfer wants surrogates for the %d classes of %s, but surrogate %s has %d"
              .formatted(other.classes(), words, surrogate.name(), surrogate.classes()));
    }
    return Optional.empty();
  }

  @Override
  public Candidates propose(
      LabelModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    GradientModel source = new MeanLogits(surrogates);
    Pgd run = recipe.onAllSamples();
    return Scope.tensors(
        () -> {
          Tensor points = batch.inputs();
          int[] steps = new int[batch.size()];
          int[] open = IntStream.range(0, batch.size()).toArray();
          for (int i = 0; i < recipe.restarts() && open.length > 0; i++) {
            Draws keyed = draws.of("run-" + i).rows(open);
            Batch own = batch.rows(open);
            Tensor x = run.propose(source, own, threat, goal.rows(open), keyed).points();
            points = Layout.withRows(points, open, x);
            for (int row : open) {
              steps[row] += recipe.steps();
            }
            if (i < recipe.restarts() - 1) {
              Tensor predicted = view.predict(x, keyed.of("target"));
              boolean[] met = goal.rows(open).met(predicted, own.labels());
              int[] before = open;
              open =
                  IntStream.range(0, before.length)
                      .filter(position -> !met[position])
                      .map(position -> before[position])
                      .toArray();
            }
          }
          return new Candidates(points, steps);
        });
  }
}
