package dev.redoubt.purify;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.nn.Mode;
import dev.redoubt.nn.Network;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.purify.ImitationLessons.Lesson;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.DType;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Arrays;

/**
 * A small network that has learned to imitate a stage, to be differentiated in its place: for
 * stages of which nobody knows a smooth approximation (BPDA, Athalye et al. 2018, section 4.1). Of
 * a random stage it learns the mean.
 *
 * <p>Its {@link #fit} says how good the imitation is. A bad one makes a weak attack, and a defence
 * that withstands that one has shown nothing.
 */
public final class LearnedSurrogate implements Declaration.Substitute {
  /** One of so many images is kept aside, to measure the fit. */
  private static final int HELD_OUT = 5;

  private final Purifier stage;
  private final Network network;
  private final Fit fit;

  private LearnedSurrogate(Purifier stage, Network network, Fit fit) {
    this.stage = stage;
    this.network = network;
    this.fit = fit;
  }

  /**
   * Mean squared errors a value in pixel space, on images that were not learned from, clean and
   * with noise.
   *
   * @param learned between what the stage gives and the imitation
   * @param identity between what the stage gives and what it is given: the error of the identity
   */
  public record Fit(double learned, double identity) {
    /**
     * The share of what the stage does that the imitation misses: 0 if nothing, 1 if it is no
     * better than the identity, infinite if the stage changes nothing but the imitation does. Of a
     * random stage all that is not in the mean is missed.
     */
    public double relative() {
      return learned == 0 ? 0 : learned / identity;
    }
  }

  /**
   * Learns. The same stage, images and settings give the same surrogate.
   *
   * @param stage gives inputs of the shape that it takes
   * @param images of the shape and range that it takes, at least 2; labels are not looked at
   * @param device on which it learns, and is evaluated later
   * @throws BadInputException if the stage changes shapes, or the images do not fit it
   */
  public static LearnedSurrogate of(
      Purifier stage, Dataset images, Imitation settings, Device device) {
    check(stage, images);
    int[] order =
        RandomStream.of(settings.seed(), -1, "learned-surrogate/held-out")
            .permutation(images.size());
    int held = Math.max(1, images.size() / HELD_OUT);
    ImitationLessons lessons = new ImitationLessons(stage, images, settings, device);
    Network network = fresh(stage.takes(), settings, device);
    learn(network, lessons, Arrays.copyOfRange(order, held, order.length));
    return new LearnedSurrogate(
        stage, network, measured(network, lessons, Arrays.copyOf(order, held)));
  }

  private static void check(Purifier stage, Dataset images) {
    if (!stage.gives().shape().equals(stage.takes().shape())) {
      throw new BadInputException(
          "%s turns the shape %s into %s; a learned surrogate wants a stage that keeps shapes"
              .formatted(stage.name(), stage.takes().shape(), stage.gives().shape()));
    }
    if (!images.input().equals(stage.takes())) {
      throw new BadInputException(
          "%s takes inputs %s, but the samples of dataset %s are %s"
              .formatted(stage.name(), stage.takes(), images.name(), images.input()));
    }
    if (images.size() < 2) {
      throw new BadInputException(
          "a learned surrogate wants at least 2 images, not " + images.size());
    }
  }

  private static Network fresh(InputSpec input, Imitation settings, Device device) {
    try (Network network =
        Network.create(ImitationNet.graph(input, settings.width()), settings.seed())) {
      return network.to(device);
    }
  }

  private static void learn(Network network, ImitationLessons lessons, int[] seen) {
    Imitation settings = lessons.settings();
    InputSpec range = lessons.stage().takes();
    try (Optimizer optimizer =
        new Optimizer.AdamStyle(settings.learningRate(), 0, false).over(network.trainable())) {
      Optimizer.trainable(network.trainable(), true);
      for (int i = 0; i < settings.steps(); i++) {
        int step = i;
        Scope.run(
            () -> {
              Lesson lesson = lessons.of(lessons.batch(seen, step), step);
              double left = 1 - (double) step / settings.steps();
              optimizer.learningRate(settings.learningRate() * left);
              optimizer.minimise(lesson.error(guess(network, range, lesson.given())), 0);
            });
      }
    } finally {
      Optimizer.trainable(network.trainable(), false);
    }
  }

  private static Fit measured(Network network, ImitationLessons lessons, int[] unseen) {
    int each = lessons.settings().batchSize();
    double learned = 0;
    double identity = 0;
    for (int from = 0; from < unseen.length; from += each) {
      int[] some = Arrays.copyOfRange(unseen, from, Math.min(unseen.length, from + each));
      for (int half = 0; half < 2; half++) { // each image clean, and each with noise
        int number = lessons.settings().steps() + half;
        Fit part =
            Scope.value(() -> errors(network, lessons.stage().takes(), lessons.of(some, number)));
        learned += part.learned() * some.length / (2.0 * unseen.length);
        identity += part.identity() * some.length / (2.0 * unseen.length);
      }
    }
    return new Fit(learned, identity);
  }

  private static Fit errors(Network network, InputSpec range, Lesson lesson) {
    Tensor guess = Autograd.noGrad(() -> guess(network, range, lesson.given()));
    return new Fit(lesson.error(guess).item(), lesson.error(lesson.given()).item());
  }

  /** The network's own values lie in [-1, 1]. */
  private static Tensor guess(Network network, InputSpec range, Tensor x) {
    double middle = (range.low() + range.high()) / 2;
    double half = (range.high() - range.low()) / 2;
    Tensor result = network.forward(x.minus(middle).dividedBy(half), Mode.EVAL);
    return Layout.reshape(result, x.shape()).times(half).plus(middle);
  }

  /** How well it imitates. */
  public Fit fit() {
    return fit;
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return Scope.tensors(() -> guess(network, stage.takes(), x.to(DType.FLOAT32)).to(x.dtype()));
  }

  /** The stage that it imitates, with this in place of whatever surrogate it had itself. */
  public Purifier stage() {
    return new Imitated(stage, this);
  }
}
