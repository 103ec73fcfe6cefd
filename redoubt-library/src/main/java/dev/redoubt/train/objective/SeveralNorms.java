package dev.redoubt.train.objective;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.Elementwise;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.threat.ThreatModel;
import dev.redoubt.train.Lesson;
import dev.redoubt.train.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Adversarial training against several perturbation types at once (Tramèr and Boneh 2019): PGD runs
 * in each ball, and the weights learn from the worst point or from all of them.
 *
 * @param attacks the inner attacks, at least 2; usually in different norms
 * @param combination which of their points are learnt from
 */
public record SeveralNorms(List<PgdTraining> attacks, Combination combination)
    implements Objective {
  /** What becomes of the points of the different attacks. */
  public enum Combination {
    /** Each sample is learnt at the point with the highest cross-entropy. */
    MAX,
    /** Each sample is learnt at all points; the loss is their mean. */
    AVERAGE
  }

  /** Checks and copies. */
  public SeveralNorms {
    attacks = List.copyOf(attacks);
    if (attacks.size() < 2) {
      throw new BadInputException(
          "training against several norms wants at least 2 threats, not " + attacks.size());
    }
  }

  @Override
  public String name() {
    return "several-norms";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("combination", combination.name().toLowerCase(Locale.ROOT));
    settings.put("attacks", attacks.stream().map(PgdTraining::settings).toList());
    return settings;
  }

  @Override
  public List<ThreatModel> threats() {
    return attacks.stream().map(PgdTraining::threat).toList();
  }

  @Override
  public Optional<String> refuses(InputSpec input, int classes) {
    return attacks.stream().flatMap(attack -> attack.refuses(input, classes).stream()).findFirst();
  }

  @Override
  public Tensor examples(Lesson lesson) {
    return Scope.tensors(
        () -> {
          List<Tensor> points = new ArrayList<>();
          for (int i = 0; i < attacks.size(); i++) {
            points.add(attacks.get(i).examples(lesson.of("attack-" + i)));
          }
          return combination == Combination.AVERAGE
              ? Layout.concat(points, 0)
              : worst(lesson, points);
        });
  }

  @Override
  public Tensor loss(Lesson lesson, Tensor examples) {
    return new StandardTraining().loss(lesson, examples);
  }

  /** Of each sample's points the one with the highest cross-entropy. */
  private static Tensor worst(Lesson lesson, List<Tensor> points) {
    Tensor worst = points.get(0);
    Tensor highest = crossEntropy(lesson, worst);
    for (Tensor other : points.subList(1, points.size())) {
      Tensor loss = crossEntropy(lesson, other);
      Tensor higher = Elementwise.greater(loss, highest);
      worst = Elementwise.where(Layout.perSample(higher, other), other, worst);
      highest = Elementwise.maximum(loss, highest);
    }
    return worst;
  }

  private static Tensor crossEntropy(Lesson lesson, Tensor x) {
    return InnerAscent.crossEntropy(lesson)
        .apply(lesson.view().logits(x, lesson.draws().of("compare")));
  }
}
