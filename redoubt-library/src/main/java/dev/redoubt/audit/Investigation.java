package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.audit.remedy.Remedy;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.evaluate.EotBudget;
import dev.redoubt.evaluate.Evaluation;
import dev.redoubt.evaluate.Evaluator;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.evaluate.Plan;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An audit under way: what checks look at, and how they attack. Every witness that a run finds goes
 * into the evidence.
 */
public final class Investigation {
  /** Samples that remedies adapt to. */
  private static final int FEW = 32;

  private final AuditPlan plan;
  private final Dataset dataset;
  private final Device device;
  private final AuditJournal journal;
  private final AuditListener listener;
  private final Evidence evidence;
  private Pipeline deployed;
  private final Settlement settlement;
  private final List<Remedy> remedies = new ArrayList<>();
  private Pipeline differentiated;
  private @Nullable String found;
  private Meter meter = new Meter();
  private Tally tally = Tally.ZERO;

  Investigation(
      AuditPlan plan,
      Pipeline pipeline,
      Dataset dataset,
      Device device,
      AuditJournal journal,
      AuditListener listener) {
    this.plan = plan;
    this.dataset = dataset;
    this.device = device;
    this.journal = journal;
    this.listener = listener;
    this.evidence = new Evidence(dataset);
    this.settlement = new Settlement(this);
    this.deployed = pipeline;
    this.differentiated = pipeline;
  }

  /** What is audited. */
  public Pipeline pipeline() {
    return deployed;
  }

  /**
   * The same as attackers differentiate it; another than {@link #pipeline} once a remedy was found
   * to break more.
   */
  public Pipeline differentiated() {
    return differentiated;
  }

  /** From now on attackers differentiate so, by a remedy over those before it. */
  public void differentiate(Pipeline remedied, Remedy remedy) {
    differentiated = remedied;
    remedies.add(remedy);
  }

  /** The same, for what a search for remedies came to: the last laid over those before it. */
  public void found(Pipeline remedied, List<Remedy> laid) {
    differentiated = remedied;
    remedies.addAll(laid);
    found = laid.stream().map(Remedy::words).collect(Collectors.joining("; "));
  }

  /** What a search for remedies came to, in words; empty as long as none has found any. */
  public Optional<String> found() {
    return Optional.ofNullable(found);
  }

  /** How attackers differentiate, in words; empty as long as they do it as the model says. */
  public Optional<String> remedy() {
    return remedies.isEmpty()
        ? Optional.empty()
        : Optional.of(remedies.stream().map(Remedy::words).collect(Collectors.joining("; ")));
  }

  /** Another pipeline as attackers differentiate this one. */
  public Pipeline remedied(Pipeline other) {
    Pipeline remedied = other;
    for (Remedy remedy : remedies) {
      Pipeline before = remedied;
      remedied = Scope.value(() -> remedy.of(before, batch(first(probed(), FEW))).orElse(before));
    }
    return remedied;
  }

  /** Whether the evidence has settled. */
  public Settlement settlement() {
    return settlement;
  }

  /** What is audited is another than it says of itself: it is random. */
  public void redeclare(Pipeline declared) {
    deployed = declared;
    differentiated = declared;
  }

  /** What was asked for. */
  public AuditPlan plan() {
    return plan;
  }

  /** What the attacker may do. */
  public ThreatModel threat() {
    return plan.threat();
  }

  /** The samples. */
  public Dataset dataset() {
    return dataset;
  }

  /** Where everything is computed. */
  public Device device() {
    return device;
  }

  /** What is known. */
  public Evidence evidence() {
    return evidence;
  }

  /** The pipeline as its attacker sees it, if there are gradients; its passes are counted. */
  public Optional<GradientModel> gradients() {
    return gradients(differentiated);
  }

  /** A pipeline as its attacker sees it, if there are gradients; its passes are counted. */
  public Optional<GradientModel> gradients(Pipeline pipeline) {
    return pipeline.adaptive(1) instanceof GradientModel view
        ? Optional.of(MeteredModel.of(view, meter))
        : Optional.empty();
  }

  /**
   * What an attacker sees who knows all of a pipeline, as a model without a defence: whatever is
   * run on it follows its gradients, where on a pipeline with stages those who don't know of them
   * are run as well. What is found on it is judged again on the deployed pipeline before the
   * verdict; what may reject stays as it is.
   */
  public static Pipeline seen(Pipeline pipeline) {
    return pipeline.isDefended()
            && !pipeline.rejects()
            && pipeline.adaptive(1) instanceof GradientModel view
        ? Pipeline.of(view)
        : pipeline;
  }

  /** The pipeline as it is deployed; its passes are counted. */
  public LabelModel asked() {
    return MeteredModel.of(deployed.deployed(), meter);
  }

  /** Some samples. */
  public Batch batch(int... samples) {
    return Batch.read(dataset, samples, device);
  }

  /**
   * Samples that are right without an attack, at most as many as checks look at; a quarter of them
   * where every answer about one takes a hundred votes.
   */
  public int[] probed() {
    int most = plan.effort().probed();
    return first(evidence.correct(), deployed.isRandom() ? most / 4 : most);
  }

  /** The first of some samples. */
  public static int[] first(int[] samples, int most) {
    return Arrays.copyOf(samples, Math.min(samples.length, most));
  }

  /** Survivors of which nothing is proven. */
  public int[] open() {
    return evidence.open(threat().epsilon());
  }

  /**
   * Attacks some samples within the budget; what breaks goes into the evidence.
   *
   * @param run names it, and keys its draws
   * @param pipeline as attackers differentiate it
   * @return how many are newly broken
   */
  public int attack(String run, Pipeline pipeline, List<Attack<?>> attacks, int[] samples) {
    List<Attack<?>> able = able(pipeline, attacks, threat());
    if (samples.length == 0 || able.isEmpty()) {
      return 0;
    }
    return evidence.add(run, samples, measure(run, pipeline, able, samples, threat()));
  }

  /** The same with {@link #differentiated}. */
  public int attack(String run, List<Attack<?>> attacks, int[] samples) {
    return attack(run, differentiated, attacks, samples);
  }

  /**
   * Attacks some samples whatever is known of them; what breaks goes into the evidence as well.
   *
   * @return the evaluation, with one outcome a sample
   */
  public Evaluation attackAnew(String run, Pipeline pipeline, Attack<?> attack, int[] samples) {
    Evaluation evaluation = measure(run, pipeline, List.of(attack), samples, threat());
    evidence.add(run, samples, evaluation);
    return evaluation;
  }

  /**
   * Attacks some samples under a threat, for the numbers alone.
   *
   * @return the evaluation, with one outcome a sample; without any if there are no samples
   */
  public Evaluation measure(
      String run, Pipeline pipeline, List<Attack<?>> attacks, int[] samples, ThreatModel under) {
    Dataset some = DatasetView.select(dataset, samples);
    int share = Math.max(1, -Math.floorDiv(-samples.length, plan.workers()));
    int batch = pipeline.isShared() ? Math.min(plan.batchSize(), share) : plan.batchSize();
    EotBudget draws = pipeline.isRandom() ? draws() : EotBudget.SINGLE;
    Plan own = new Plan(under, attacks, List.of(), 0, batch, seed(run), draws);
    if (samples.length == 0) {
      return new Evaluation(own, List.of());
    }
    Evaluation evaluation =
        journal.with(
            run,
            kept ->
                new Evaluator(own, device, listener.evaluations(), plan.workers())
                    .evaluate(pipeline, some, kept));
    tally = tally.plus(evaluation.total());
    return evaluation;
  }

  /** Those of some attacks that can be run; uniform noise if there are no others. */
  public List<Attack<?>> able(Pipeline pipeline, List<Attack<?>> attacks, ThreatModel under) {
    LabelModel view = pipeline.adaptive(1);
    List<Attack<?>> able =
        attacks.stream().filter(a -> Binding.obstacle(a, under, view).isEmpty()).toList();
    return able.stream().allMatch(UniformNoise.class::isInstance) && !attacks.isEmpty()
        ? attacks.stream().filter(UniformNoise.class::isInstance).toList()
        : able;
  }

  /** Draws of random models over which attackers average. */
  private EotBudget draws() {
    return plan.effort() == Effort.QUICK ? new EotBudget(4, 16, .01) : EotBudget.DOUBLING;
  }

  /** The seed of one run: so that the same attack, run again, begins elsewhere. */
  public long seed(String run) {
    return run.isEmpty() ? plan.seed() : plan.seed() ^ (0x9E3779B97F4A7C15L * run.hashCode());
  }

  /** Robust accuracy that a number of kills among some examined survivors stands for. */
  public double share(int kills, int examined, double robustBefore) {
    return examined == 0 ? 0 : (double) kills / examined * robustBefore;
  }

  /** What was spent since the last time that somebody asked. */
  Tally spent() {
    Tally spent = tally.plus(new Tally(0, meter.forwards(), meter.backwards(), 0));
    tally = Tally.ZERO;
    meter = new Meter();
    return spent;
  }

  /** All indices of the data. */
  int[] all() {
    return IntStream.range(0, dataset.size()).toArray();
  }
}
