package dev.redoubt.bench;

import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.CertificateCheck;
import dev.redoubt.certify.CertificateCheck.Finding;
import dev.redoubt.certify.SmoothedClassifier;
import dev.redoubt.certify.SmoothedScores;
import dev.redoubt.certify.sequential.SequentialTest;
import dev.redoubt.certify.smoothing.Smoothing;
import dev.redoubt.data.Batch;
import dev.redoubt.data.Dataset;
import dev.redoubt.evaluate.Meter;
import dev.redoubt.evaluate.MeteredModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.Tensors;
import dev.redoubt.threat.ThreatModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Attacks on the certificates of one model.
 *
 * <p>Each proposed point is checked at level {@link CertificateCheck#LEVEL}. Attacks may leave the
 * range of inputs, outside of which certificates hold as well.
 */
final class SoundnessRun {
  /** So much within the radius that rounding of the points to float32 does not lead out of it. */
  private static final double INSIDE = 1 - 1e-5;

  private final GradientModel model;
  private final Smoothing smoothing;
  private final Dataset data;
  private final List<SmoothedAttack> attacks;
  private final int eot;
  private final int batch;
  private final long seed;
  private final SmoothedClassifier smoothed;
  private final CertificateCheck check;
  private final Map<Long, Integer> indices = new HashMap<>();

  /**
   * A run.
   *
   * @param eot draws of the smoothing at each look of an attack
   * @param batch points attacked at a time
   */
  SoundnessRun(
      GradientModel model,
      Smoothing smoothing,
      Dataset data,
      List<SmoothedAttack> attacks,
      int eot,
      int batch,
      long seed) {
    this.model = model;
    this.smoothing = smoothing;
    this.data = data;
    this.attacks = attacks;
    this.eot = eot;
    this.batch = batch;
    this.seed = seed;
    this.smoothed = new SmoothedClassifier(model, smoothing, 500);
    this.check = CertificateCheck.of(smoothed);
    for (int i = 0; i < data.size(); i++) {
      indices.put(data.id(i), i);
    }
  }

  /**
   * All attacks at a multiple of each radius, with a row of the table for each.
   *
   * @param factor 1 for the certificates as they are; larger ones make false claims, which are left
   *     alone once they have been contradicted
   */
  SoundnessTally attacked(List<Certificate> certificates, double factor) {
    Meter meter = new Meter();
    double farthest = certificates.stream().mapToDouble(Certificate::radius).max().orElse(0);
    GradientModel view =
        new Unbounded(
            new SmoothedScores(MeteredModel.of(model, meter), smoothing, eot), factor * farthest);
    SoundnessTally total = new SoundnessTally();
    for (SmoothedAttack attack : attacks) {
      SoundnessTally tally = new SoundnessTally();
      List<Certificate> claims = open(certificates, factor, total);
      for (int i = 0; i < attack.runs(); i++) {
        String purpose = "%s/run-%d".formatted(attack.name(), i);
        for (List<Certificate> group : groups(open(certificates, factor, total))) {
          Scope.run(() -> run(attack, view, group, purpose, List.of(tally, total)));
        }
      }
      row(factor, attack.name(), Integer.toString(attack.runs()), claims.size(), tally);
    }
    row(factor, "all", "", certificates.size(), total);
    System.err.printf(
        "%s x: %,d forward and %,d backward passes of the attacks%n",
        factor, meter.forwards(), eot * meter.backwards());
    return total;
  }

  private static void row(
      double factor, String attack, String runs, int points, SoundnessTally tally) {
    System.out.printf(
        "| %s | %s | %s | %d | %,d | %d |%n",
        factor, attack, runs, points, tally.checked(), tally.contradictions().size());
  }

  private static List<Certificate> open(
      List<Certificate> certificates, double factor, SoundnessTally total) {
    return certificates.stream()
        .filter(certificate -> factor == 1 || !total.contradicted(certificate))
        .map(certificate -> certificate.withRadius(factor * certificate.radius()))
        .toList();
  }

  /** Claims of one radius each, as many as are attacked at a time. */
  private List<List<Certificate>> groups(List<Certificate> claims) {
    List<List<Certificate>> groups = new ArrayList<>();
    claims.stream()
        .collect(Collectors.groupingBy(Certificate::radius, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(
            same -> {
              for (int from = 0; from < same.size(); from += batch) {
                groups.add(same.subList(from, Math.min(same.size(), from + batch)));
              }
            });
    return groups;
  }

  private void run(
      SmoothedAttack attack,
      GradientModel view,
      List<Certificate> claims,
      String purpose,
      List<SoundnessTally> tallies) {
    Batch clean = read(claims);
    ThreatModel threat = new ThreatModel(smoothing.norm(), INSIDE * claims.get(0).radius());
    Tensor points = attack.search().points(view, clean, threat, clean.draws(seed, purpose));
    for (int row = 0; row < claims.size(); row++) {
      Tensor point = Layout.row(points, row);
      Tensor input = Layout.row(clean.inputs(), row);
      Finding finding = check.check(claims.get(row), input, point, seed);
      float[] values = point.floats();
      tallies.forEach(tally -> tally.add(finding, values));
    }
  }

  /**
   * Looks again at the lowest points of all samples, with new draws.
   *
   * @param others a test of the probability of all classes but the certified one
   */
  List<Finding> lowest(SoundnessTally tally, SequentialTest others) {
    CertificateCheck again = new CertificateCheck(smoothed, others);
    return tally.lowest().stream()
        .map(
            lowest ->
                Scope.value(
                    () -> {
                      Certificate certificate = lowest.finding().certificate();
                      Tensor clean = read(List.of(certificate)).inputs();
                      Tensor point = Tensors.of(lowest.values(), clean.shape());
                      return again.check(certificate, clean, point, seed + 1);
                    }))
        .toList();
  }

  private Batch read(List<Certificate> claims) {
    int[] rows = claims.stream().mapToInt(claim -> indices.getOrDefault(claim.id(), -1)).toArray();
    return Batch.read(data, rows, Device.CPU);
  }
}
