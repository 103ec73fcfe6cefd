package dev.redoubt.attack.joint;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Candidates;
import dev.redoubt.attack.Found;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.Targets;
import dev.redoubt.data.Batch;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.RejectingModel;
import dev.redoubt.model.Verdict;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.Goal;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes an input look to the detectors like a clean sample of another class, its guide (Sabour et
 * al. 2016, "Adversarial manipulation of deep representations"; where the detectors read no layers,
 * the logits are matched, as in Tramèr et al. 2020, "On adaptive attacks to adversarial example
 * defenses", section on "The odds are odd"). What is like an accepted sample of another class is
 * accepted, and of that class.
 *
 * <p>Run r of a row has the r-th likeliest other class at the clean point (of a targeted goal
 * always the target), of those that have guides, and its nearest guide in L2; where classes repeat,
 * the next nearest; where guides are used up, they come again, from other random points. A row
 * without any guide keeps its clean point.
 *
 * <p>A step costs a forward and a backward pass; one more forward pass looks at the clean point,
 * and two in each run at the guide and at the end.
 *
 * @param guides samples that the attacker has
 * @param steps steps of a run, at least 1
 * @param stepSize length of a step
 * @param restarts runs, at least 1; each only on what is left
 */
public record FeatureMatching(Guides guides, int steps, StepSize stepSize, int restarts)
    implements Attack<RejectingModel> {
  private static final String NAME = "feature-matching";
  private static final int RESTARTS = 3;

  /** Checks the settings. */
  public FeatureMatching {
    Settings.check(NAME, steps, restarts);
  }

  /** Steps of 5 % of epsilon. */
  public FeatureMatching(Guides guides, int steps, int restarts) {
    this(guides, steps, Settings.STEP_SIZE, restarts);
  }

  /** 100 steps of 5 % of epsilon, three restarts. */
  public FeatureMatching(Guides guides) {
    this(guides, Settings.STEPS, RESTARTS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("guides", guides.size());
    settings.putAll(Settings.named(steps, stepSize, restarts));
    return settings;
  }

  @Override
  public Class<RejectingModel> needs() {
    return RejectingModel.class;
  }

  @Override
  public FeatureMatching scaled(double factor) {
    return new FeatureMatching(guides, steps, stepSize.scaled(factor), restarts);
  }

  @Override
  public Optional<String> refuses(ThreatModel threat, LabelModel model) {
    if (guides.size() == 0) {
      return Optional.of("attack %s wants at least 1 guide, but there is none".formatted(NAME));
    }
    int features = model.input().features();
    return guides.features() == features
        ? Optional.empty()
        : Optional.of(
            "attack %s has guides of %d values, but model %s takes %d"
                .formatted(NAME, guides.features(), model.name(), features));
  }

  @Override
  public Candidates propose(
      RejectingModel view, Batch batch, ThreatModel threat, Goal goal, Draws draws) {
    double size = stepSize.at(threat.epsilon());
    return Scope.tensors(
        () -> {
          JointSearch search = new JointSearch(view, batch, threat, goal, draws, steps, size);
          Verdict clean = look(view, batch.inputs(), draws.of("clean"));
          Found open = search.clean(clean.joint());
          int[][] choices = choices(clean.logits(), batch, goal, open);
          return Scope.loop(
                  open.stay(guided(open, choices)),
                  restarts,
                  Found::finished,
                  (i, found) -> search.run(i, course(i, choices, search, found), found))
              .candidates();
        });
  }

  private static Verdict look(RejectingModel view, Tensor x, Draws draws) {
    return Autograd.noGrad(() -> view.verdictOnTape(x.detached(), draws));
  }

  /** Where the rows that have guides stand among the open ones. */
  private static int[] guided(Found open, int[][] choices) {
    return IntStream.range(0, open.open().length)
        .filter(i -> choices[open.open()[i]].length > 0)
        .toArray();
  }

  /** The guides of each run, for each row of the batch that is open. */
  private int[][] choices(Tensor logits, Batch batch, Goal goal, Found open) {
    int[][] choices = new int[batch.size()][0];
    int[] labels = batch.labels().ints();
    int[] ranked =
        goal instanceof Goal.Targeted
            ? goal.lossLabels(batch.labels()).ints()
            : Targets.ranked(logits, batch.labels(), Integer.MAX_VALUE).ints();
    int classes = ranked.length / labels.length;
    float[] values = batch.inputs().floats();
    int features = values.length / labels.length;
    for (int row : open.open()) {
      int[] others =
          Arrays.stream(ranked, row * classes, (row + 1) * classes)
              .filter(other -> other != labels[row])
              .toArray();
      float[] sample = Arrays.copyOfRange(values, row * features, (row + 1) * features);
      choices[row] = guides.choose(sample, others, restarts);
    }
    return choices;
  }

  private Course course(int number, int[][] choices, JointSearch search, Found found) {
    int[] chosen =
        IntStream.of(found.open()).map(row -> choices[row][number % choices[row].length]).toArray();
    Tensor inputs = guides.batch(chosen, Layout.rows(search.batch().inputs(), found.open()));
    Draws keyed = search.draws(number, found).of("guide");
    return Guided.by(look(search.view(), inputs, keyed).representation());
  }
}
