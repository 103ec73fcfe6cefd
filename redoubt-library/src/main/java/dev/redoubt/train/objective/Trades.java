package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.attack.StepSize;
import dev.redoubt.loss.KullbackLeibler;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.List;
import java.util.Map;

/**
 * TRADES (Zhang et al. 2019, equation 5 and algorithm 1): accuracy on clean samples, traded for
 * predictions that stay the same within the ball. With {@code p(x) = softmax(f(x))} the weights
 * minimise the mean of
 *
 * <pre>cross-entropy(x) + β · max over x' in the ball of KL(p(x) ‖ p(x'))</pre>
 *
 * The inner ascent raises the divergence itself, from {@code x + 0.001·N(0, 1)}. The outer loss is
 * differentiated through both predictions, each from a forward pass of its own, as batch
 * normalisation wants it.
 *
 * <p>The paper has β = 6, steps of 0.007 and 10 of them for CIFAR-10 at Linf 0.031; β = 1, steps of
 * 0.01 and 40 of them for MNIST at Linf 0.3.
 *
 * @param threat the ball
 * @param beta β, the weight of robustness: finite, not negative; 0 is standard training, bit for
 *     bit
 * @param steps inner steps a batch, at least 1
 * @param stepSize length of a step
 */
public record Trades(ThreatModel threat, double beta, int steps, StepSize stepSize)
    implements Objective {
  /** Checks the settings. */
  public Trades {
    if (!(beta >= 0) || Double.isInfinite(beta)) {
      throw new BadInputException("trades wants a finite beta of at least 0, not " + beta);
    }
    InnerAscent.check(steps);
  }

  @Override
  public String name() {
    return "trades";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = ascent().settings();
    settings.put("beta", beta);
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return List.of(threat);
  }

  @Override
  public Tensor examples(Lesson lesson) {
    Tensor x = lesson.batch().inputs();
    if (beta == 0) {
      return x;
    }
    return Scope.tensors(
        () -> {
          Tensor clean = lesson.view().logits(x, lesson.draws().of("inner/clean"));
          InnerAscent ascent = ascent();
          return ascent.from(
              lesson, ascent.nearby(lesson), logits -> KullbackLeibler.perSample(clean, logits));
        });
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    Tensor clean = lesson.logits(lesson.batch().inputs());
    Tensor natural = Reductions.mean(lesson.crossEntropy(clean));
    if (beta == 0) {
      return natural;
    }
    Tensor attacked = lesson.of("adversarial").logits(examples);
    return natural.plus(beta, Reductions.mean(KullbackLeibler.perSample(clean, attacked)));
  }

  private InnerAscent ascent() {
    return new InnerAscent(threat, steps, stepSize);
  }
}
