package dev.redoubt.certify;

import dev.redoubt.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What alpha is the error probability of: of one certificate, or of a family of them together. A
 * certificate of level alpha is false with that probability for its input; among 1,000 such
 * certificates one false one is to be expected at alpha .001.
 */
public enum FamilyWise {
  /** Each certificate by itself. */
  NONE,

  /**
   * All together: each is made at {@code alpha / m}, and the probabilities of m false ones add up
   * to alpha at most (Bonferroni).
   */
  BONFERRONI,

  /**
   * All together, step by step (Holm 1979): made at {@code alpha / m}; then, in the order of their
   * p-values, the next is certified as long as it is at most {@code alpha / (inputs left)}. It
   * never certifies less than Bonferroni. The family has one hypothesis an input, so it is for a
   * single radius.
   */
  HOLM;

  /** In the command line's spelling. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of one certificate. */
  public double level(double alpha, int inputs) {
    return this == NONE ? alpha : alpha / inputs;
  }

  /**
   * Refuses plans that this guarantee is not for.
   *
   * @throws BadInputException if Holm is to judge several radii, a class that was selected, or a
   *     test without p-values
   */
  public void check(CertificationPlan plan) {
    if (this != HOLM) {
      return;
    }
    boolean single = plan.radii() instanceof Radii.Grid grid && grid.values().size() == 1;
    boolean values = plan.test().pValue(0, 1, 0.5).isPresent();
    boolean labelled = plan.protocol() instanceof CertificationPlan.Protocol.Labelled;
    if (!single || !values || !labelled) {
      throw new BadInputException(
          "Holm's family-wise guarantee wants a single radius, tested on labels by the e-process or the fixed test; Bonferroni's goes with everything");
    }
  }

  /**
   * Certificates under this guarantee.
   *
   * @param certificates of all inputs, made at {@link #level}
   * @param plan which made them
   * @param alpha of the family
   */
  public List<Certificate> complete(
      List<Certificate> certificates, CertificationPlan plan, double alpha) {
    if (this != HOLM) {
      return certificates;
    }
    List<Certificate> completed = new ArrayList<>(certificates);
    List<Integer> order =
        IntStream.range(0, certificates.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> certificates.get(i).pValue()))
            .toList();
    for (int rank = 0; rank < order.size(); rank++) {
      Certificate next = certificates.get(order.get(rank));
      if (next.pValue() > alpha / (order.size() - rank)) {
        break;
      }
      if (next.abstains()) {
        completed.set(order.get(rank), certified(next, plan));
      }
    }
    return List.copyOf(completed);
  }

  private static Certificate certified(Certificate c, CertificationPlan plan) {
    return new Certificate(
        c.id(),
        c.label(),
        c.label(),
        ((Radii.Grid) plan.radii()).values().get(0),
        plan.firstThreshold(),
        c.n(),
        c.n0(),
        c.alpha(),
        c.sigma(),
        c.seed(),
        true,
        c.pValue(),
        c.seconds());
  }
}
