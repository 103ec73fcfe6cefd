package dev.redoubt.purify.trial;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Binding;
import dev.redoubt.evaluate.Fit;
import dev.redoubt.evaluate.Tally;
import dev.redoubt.model.LabelModel;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tests a purifying defence as it should be: by attackers who know nothing, something and all of
 * it, each <em>independently</em> on all samples that the defence ever has right without an attack,
 * so that what each reaches by himself can be compared. (A cascade over survivors, as in
 * evaluations, says what all of them reach together.) One that no clean vote has right needs no
 * attack; one that most have wrong counts with the clean sample, if that does no better than what
 * an attacker hands in.
 *
 * <p>Attackers propose one candidate a sample; the trial decides. A candidate that is too far away
 * or out of range counts as the clean sample, and all others are put to the vote: the deployed
 * defence is asked again and again with fresh draws, independent of those of the attack. Single
 * submissions, resubmissions and majority votes are all read off the same votes.
 */
public final class PurificationTrial {
  /** Samples between two entries in the journal where there is nothing to do but vote. */
  private static final int VOTED = 8;

  private final Dataset dataset;
  private final PurificationPlan plan;
  private final Device device;
  private final int batch;
  private final List<Attacker> attackers;

  /**
   * A trial.
   *
   * @param pipeline a classifier with a defence that rejects nothing
   * @param batch samples at a time, at least 1; fewer where the draws of so many would not fit into
   *     memory
   * @throws BadInputException if there is no defence, or one that rejects; if the data don't fit;
   *     or if the attack can't be run on the pipeline under the threat
   */
  public PurificationTrial(
      Pipeline pipeline, Dataset dataset, PurificationPlan plan, Device device, int batch) {
    if (!pipeline.isDefended()) {
      throw new BadInputException(
          "model %s has no defence to test: name its stages with --defend"
              .formatted(pipeline.classifier().name()));
    }
    if (pipeline.rejects()) {
      throw new BadInputException(
          "the defence may refuse to give a class, which is tested by redoubt detect test");
    }
    if (batch < 1) {
      throw new BadInputException("a batch has at least 1 sample, not " + batch);
    }
    Fit.check(pipeline.deployed(), dataset);
    this.dataset = dataset;
    this.plan = plan;
    this.device = device;
    this.batch = batch;
    this.attackers = Attacker.of(pipeline, plan);
    for (LabelModel view : List.of(pipeline.adaptive(1), pipeline.oblivious())) {
      Binding.obstacle(plan.attack(), plan.threat(), view)
          .ifPresent(
              sentence -> {
                throw new BadInputException(sentence);
              });
    }
  }

  /** Who attacks, in order. */
  public List<Attacker> attackers() {
    return attackers;
  }

  /**
   * Runs it.
   *
   * @param journal where submissions are kept; those that it knows are not looked for again
   * @return one outcome an attacker
   * @throws BadInputException if a sample is out of the range of inputs
   */
  public List<Outcome> run(TrialJournal journal, TrialListener listener) {
    return run(attackers, journal, listener);
  }

  /**
   * Runs some of the attackers, against the defence as it is, with fresh draws for every query.
   *
   * @param kinds of attackers; {@link Attacker.Kind#NOBODY} has to be among them
   * @return one outcome an attacker
   * @throws BadInputException if a sample is out of the range of inputs
   */
  public List<Outcome> run(Set<Attacker.Kind> kinds, TrialJournal journal, TrialListener listener) {
    if (!kinds.contains(Attacker.Kind.NOBODY)) {
      throw new IllegalArgumentException("nobody says what clean samples come to");
    }
    List<Attacker> some =
        attackers.stream().filter(a -> kinds.contains(a.kind()) && !a.hasFixedDraws()).toList();
    return run(some, journal, listener);
  }

  private List<Outcome> run(List<Attacker> some, TrialJournal journal, TrialListener listener) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<Long, Submission> clean = Map.of();
    for (Attacker attacker : some) {
      if (attacker.kind() == Attacker.Kind.NOBODY) {
        clean = new HashMap<>();
      }
      Outcome outcome = run(attacker, clean, journal, listener);
      outcomes.add(outcome);
      if (attacker.kind() == Attacker.Kind.NOBODY) {
        for (Submission submission : outcome.submissions()) {
          clean.put(submission.id(), submission);
        }
      }
    }
    return outcomes;
  }

  /**
   * One attacker's turn.
   *
   * @param clean votes on the samples as they are; empty if these are what is asked for
   */
  private Outcome run(
      Attacker attacker,
      Map<Long, Submission> clean,
      TrialJournal journal,
      TrialListener listener) {
    Map<Long, Submission> found = new HashMap<>();
    Tally tally = Tally.ZERO;
    int refused = 0;
    for (TrialJournal.Entry entry : journal.entries()) {
      if (entry.attacker().equals(attacker.name())) {
        entry.submissions().forEach(submission -> found.put(submission.id(), submission));
        tally = tally.plus(entry.tally());
        refused += entry.refused();
      }
    }
    int[] wanted = all().filter(i -> clean.isEmpty() || at(clean, i).right() > 0).toArray();
    int[] open = IntStream.of(wanted).filter(i -> !found.containsKey(dataset.id(i))).toArray();
    int before = wanted.length - open.length;
    listener.onProgress(attacker, before, wanted.length);
    Turn turn = new Turn(attacker, plan);
    int together = attacker.kind() == Attacker.Kind.NOBODY ? Math.min(batch, VOTED) : batch;
    for (int from = 0; from < open.length; from += together) {
      int[] indices = Arrays.copyOfRange(open, from, Math.min(open.length, from + together));
      TrialJournal.Entry entry = Scope.value(() -> turn.take(Batch.read(dataset, indices, device)));
      journal.add(entry);
      entry.submissions().forEach(submission -> found.put(submission.id(), submission));
      tally = tally.plus(entry.tally());
      refused += entry.refused();
      listener.onProgress(attacker, before + from + indices.length, wanted.length);
    }
    List<Submission> submissions = new ArrayList<>();
    all()
        .forEach(
            i -> {
              Submission own = found.get(dataset.id(i));
              submissions.add(
                  clean.isEmpty()
                      ? Objects.requireNonNull(own, "no votes on a sample")
                      : at(clean, i).orWorse(Optional.ofNullable(own), attacker.name()));
            });
    return new Outcome(attacker, submissions, tally, refused);
  }

  /**
   * Up to {@code most} samples to be looked at, with what the adaptive attacker hands in: such as
   * he has turned, or if there are none such as he has not.
   *
   * @param outcomes what {@link #run} gave
   */
  public List<Example> examples(List<Outcome> outcomes, int most) {
    Outcome adaptive =
        outcomes.stream()
            .filter(outcome -> outcome.attacker().kind() == Attacker.Kind.ADAPTIVE)
            .findFirst()
            .orElseThrow();
    return new Examples(outcomes.get(0), adaptive, dataset, plan).pick(most, device);
  }

  private IntStream all() {
    return IntStream.range(0, dataset.size());
  }

  private Submission at(Map<Long, Submission> submissions, int index) {
    return Objects.requireNonNull(submissions.get(dataset.id(index)), "no votes on a sample");
  }
}
