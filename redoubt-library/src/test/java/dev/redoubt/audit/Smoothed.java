package dev.redoubt.audit;

import dev.redoubt.attack.Attack;
import dev.redoubt.attack.Pgd;
import dev.redoubt.attack.StepSize;
import dev.redoubt.attack.UniformNoise;
import dev.redoubt.attack.square.Square;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.certify.CertificationPlan;
import dev.redoubt.certify.Radii;
import dev.redoubt.certify.TrialState;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Journal;
import dev.redoubt.loss.Margin;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.purify.SmoothingEnsemble;
import dev.redoubt.threat.L2;
import dev.redoubt.threat.ThreatModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** The threshold under noise, and certificates of it. */
final class Smoothed {
  static final double SIGMA = .1;
  static final double EPSILON = .1;

  private static final GaussianSmoothing NOISE = new GaussianSmoothing(SIGMA);

  private Smoothed() {}

  static Pipeline pipeline() {
    return Pipeline.of(Halves.threshold(), new SmoothingEnsemble(NOISE, 5, Halves.INPUT));
  }

  /** Points of class 0, of which the first so many are too far from the boundary to be broken. */
  static Dataset data(int far, int near) {
    float[] points = new float[far + near];
    Arrays.fill(points, 0, far, .1f);
    Arrays.fill(points, far, points.length, .49f);
    return Halves.points(new int[points.length], points);
  }

  /** As little as will do where every look is many draws. */
  private static Arsenal arsenal() {
    Attack<?> few = Investigations.climbing("apgd-margin", new Margin(), 4);
    return new Arsenal(
        List.of(new UniformNoise(), few),
        Pgd.of(4, new StepSize.OfEpsilon(.5), 1),
        List.of(few),
        few,
        few,
        List.of(few),
        queries -> List.of(new Square(4)),
        List.of());
  }

  static AuditPlan plan(double claim) {
    AuditPlan plan =
        Investigations.plan(
            new ThreatModel(new L2(), EPSILON), OptionalDouble.of(claim), arsenal());
    return new AuditPlan(
        plan.threat(),
        plan.claim(),
        plan.arsenal(),
        plan.effort(),
        plan.seed(),
        plan.batchSize(),
        1,
        plan.twins(),
        Optional.of(
            new CertificationPlan(
                NOISE,
                Procedure.GROUP_SEQUENTIAL,
                new Radii.Grid(List.of(EPSILON + 1e-6)),
                1e-4,
                1000,
                new CertificationPlan.Protocol.Labelled(),
                3)));
  }

  /** A certificate for class 0 that nobody has made. */
  static Certificate forged(long id) {
    return new Certificate(
        id, 0, 0, EPSILON + 1e-6, .99, 1000, 0, 1e-4, SIGMA, 3, true, Double.NaN, 0);
  }

  /** A journal in which somebody has written certificates. */
  static AuditJournal forging(long... ids) {
    Map<Long, Certificate> certificates = new HashMap<>();
    for (long id : ids) {
      certificates.put(id, forged(id));
    }
    return new AuditJournal() {
      @Override
      public <T> T with(String run, Function<Journal, T> work) {
        return work.apply(Journal.none());
      }

      @Override
      public <T> T withCertificates(Function<CertificateJournal, T> work) {
        return work.apply(
            new CertificateJournal() {
              @Override
              public Map<Long, Certificate> certificates() {
                return certificates;
              }

              @Override
              public Map<Long, TrialState> underWay() {
                return Map.of();
              }

              @Override
              public void add(Certificate certificate) {}

              @Override
              public void add(TrialState state) {}
            });
      }
    };
  }
}
