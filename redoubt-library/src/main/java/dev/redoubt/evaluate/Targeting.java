package dev.redoubt.evaluate;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.threat.Goal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What the attacker wants of each sample: any wrong class, or one that a policy chooses (Carlini
 * and Wagner 2017, section III-C). With a target, a sample counts as broken only if the target is
 * predicted.
 */
public sealed interface Targeting {
  /** Any wrong class. */
  static Targeting untargeted() {
    return new Untargeted();
  }

  /** How many goals are pursued one after the other on a sample that is not broken before. */
  default int turns(int classes) {
    return 1;
  }

  /**
   * A goal for each row of a batch.
   *
   * @param turn from 0 on, less than {@link #turns}
   * @param model as the attacker sees it
   * @param seed of random choices
   */
  Goal goal(int turn, LabelModel model, Batch batch, long seed);

  /** Why it can't be pursued on a model, as a sentence without a full stop; empty if it can. */
  default Optional<String> refuses(LabelModel model) {
    return Optional.empty();
  }

  /** What is wanted, as reports and commands call it. */
  String words();

  /**
   * Refuses data in which a sample's target is its own label, or no class of the model.
   *
   * @throws BadInputException naming the sample
   */
  default void check(Dataset dataset, int classes) {}

  private static void check(long id, int label, int target, int classes) {
    if (target == label) {
      throw new BadInputException(
          "sample %d has the label %d, which is its target: nothing could be reached"
              .formatted(id, label));
    }
    if (target < 0 || target >= classes) {
      throw new BadInputException(
          "the target %d of sample %d is no class of the model, which has %d"
              .formatted(target, id, classes));
    }
  }

  /** Any wrong class. */
  record Untargeted() implements Targeting {
    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      return Goal.untargeted();
    }

    @Override
    public String words() {
      return "untargeted";
    }
  }

  /** The class of lowest logit on the clean sample: the worst case for the attacker. */
  record LeastLikely() implements Targeting {
    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      ScoreModel scores = (ScoreModel) model;
      int[] labels = batch.labels().ints();
      double[] logits = scores.logits(batch.inputs(), batch.draws(seed, "least-likely")).doubles();
      int[] targets = new int[labels.length];
      int classes = model.classes();
      for (int row = 0; row < targets.length; row++) {
        int least = -1;
        for (int k = 0; k < classes; k++) {
          boolean lower = least < 0 || logits[row * classes + k] < logits[row * classes + least];
          least = k != labels[row] && lower ? k : least;
        }
        targets[row] = least;
      }
      return new Goal.Targeted(targets);
    }

    @Override
    public Optional<String> refuses(LabelModel model) {
      return model instanceof ScoreModel
          ? Optional.empty()
          : Optional.of(
              "target least-likely needs scores, but model %s gives only labels: random, all or a class would do"
                  .formatted(model.name()));
    }

    @Override
    public String words() {
      return "least-likely";
    }
  }

  /** A class drawn for each sample: the average case. */
  record RandomClass() implements Targeting {
    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      int[] labels = batch.labels().ints();
      Draws draws = batch.draws(seed, "target");
      int[] targets = new int[labels.length];
      for (int row = 0; row < targets.length; row++) {
        RandomStream stream = draws.stream(row);
        int other = stream.below(model.classes() - 1);
        targets[row] = other < labels[row] ? other : other + 1;
      }
      return new Goal.Targeted(targets);
    }

    @Override
    public String words() {
      return "random";
    }
  }

  /** Every other class in turn, until one is reached: the best case for the attacker. */
  record All() implements Targeting {
    @Override
    public int turns(int classes) {
      return classes - 1;
    }

    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      int[] targets = batch.labels().ints();
      for (int row = 0; row < targets.length; row++) {
        targets[row] = (targets[row] + 1 + turn) % model.classes();
      }
      return new Goal.Targeted(targets);
    }

    @Override
    public String words() {
      return "all";
    }
  }

  /** The same class for all samples. */
  record OneClass(int target) implements Targeting {
    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      int[] targets = new int[batch.size()];
      Arrays.fill(targets, target);
      return new Goal.Targeted(targets);
    }

    @Override
    public void check(Dataset dataset, int classes) {
      for (int i = 0; i < dataset.size(); i++) {
        Targeting.check(dataset.id(i), dataset.label(i), target, classes);
      }
    }

    @Override
    public String words() {
      return "class " + target;
    }
  }

  /**
   * A class of its own for each sample.
   *
   * @param targets by the id of the sample
   */
  record Given(Map<Long, Integer> targets) implements Targeting {
    /** Copies. */
    public Given {
      targets = Map.copyOf(targets);
    }

    @Override
    public Goal goal(int turn, LabelModel model, Batch batch, long seed) {
      long[] ids = batch.ids();
      int[] chosen = new int[ids.length];
      for (int row = 0; row < chosen.length; row++) {
        chosen[row] = of(ids[row]);
      }
      return new Goal.Targeted(chosen);
    }

    private int of(long id) {
      Integer target = targets.get(id);
      if (target == null) {
        throw new BadInputException("no target is given for sample %d".formatted(id));
      }
      return target;
    }

    @Override
    public void check(Dataset dataset, int classes) {
      for (int i = 0; i < dataset.size(); i++) {
        Targeting.check(dataset.id(i), dataset.label(i), of(dataset.id(i)), classes);
      }
    }

    @Override
    public String words() {
      return "given";
    }
  }
}
