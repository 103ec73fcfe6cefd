package dev.redoubt.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.BadInputException;
import dev.redoubt.certify.CertificationPlan.Protocol;
import dev.redoubt.certify.sequential.Procedure;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.NetworkModel;
import dev.redoubt.model.blackbox.BlackBox;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.CommonCnn;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is certified, on a classifier whose radii are known and on a network. */
final class CertifierTest {
  private static final double SIGMA = 0.25;
  private static final CertificationListener NOBODY = (done, total, certified, draws) -> {};

  private static CertificationPlan plan(
      Procedure procedure, Protocol protocol, int n, double... radii) {
    List<Double> values = Arrays.stream(radii).boxed().toList();
    return new CertificationPlan(
        new GaussianSmoothing(SIGMA), procedure, new Radii.Grid(values), 0.001, n, protocol, 3);
  }

  private static List<Certificate> run(
      CertificationPlan plan, LabelModel model, Dataset data, int batch, int workers) {
    return new Certifier(plan, Device.CPU, NOBODY, batch, workers)
        .certify(model, data, CertificateJournal.NONE)
        .certificates();
  }

  @ParameterizedTest
  @EnumSource(Procedure.class)
  void eachProcedureCertifiesWhatIsTrueAndNothingMore(Procedure procedure) {
    Dataset points = HalfSpace.points(0.45, 0.3, 0.22, 0.05, -0.1);
    List<Certificate> certificates =
        run(
            plan(procedure, new Protocol.Labelled(), 20_000, 0.1, 0.2, 0.3, 0.4),
            HalfSpace.model(),
            points,
            64,
            1);
    double[] distances = {0.45, 0.3, 0.22, 0.05, -0.1};
    for (int i = 0; i < distances.length; i++) {
      Certificate certificate = certificates.get(i);
      assertThat(certificate.id()).isEqualTo(i);
      assertThat(certificate.radius()).isLessThanOrEqualTo(Math.max(0, distances[i]));
      assertThat(certificate.correct()).isEqualTo(distances[i] > 0.1 || certificate.radius() > 0);
    }
    assertThat(certificates.get(0).radius()).isGreaterThanOrEqualTo(0.4);
    assertThat(certificates.get(2).radius()).isBetween(0.2, 0.22);
    assertThat(certificates.get(4).prediction()).isEqualTo(Certificate.ABSTAIN);
  }

  @Test
  void sequentialTestsTakeFarFewerDrawsThanTheFixedOne() {
    Dataset points = HalfSpace.points(0.45, 0.4, 0.35, -0.2);
    long fixed = draws(Procedure.FIXED, points);
    assertThat(fixed).isEqualTo(4 * 20_000);
    assertThat(draws(Procedure.GROUP_SEQUENTIAL, points)).isLessThan(fixed / 50);
    assertThat(draws(Procedure.E_PROCESS, points)).isLessThan(fixed / 40);
    assertThat(draws(Procedure.CURTAILED, points)).isLessThan(fixed);
  }

  private static long draws(Procedure procedure, Dataset points) {
    return run(
            plan(procedure, new Protocol.Labelled(), 20_000, 0.1), HalfSpace.model(), points, 64, 1)
        .stream()
        .mapToLong(Certificate::n)
        .sum();
  }

  @Test
  void theFixedProcedureIsCohensCertifyDrawForDraw() {
    Dataset points = HalfSpace.points(0.3, 0.01, -0.2);
    List<Certificate> certificates =
        run(
            plan(Procedure.FIXED, new Protocol.Deployment(50), 1_000, 0),
            HalfSpace.model(),
            points,
            77,
            1);
    SmoothedClassifier smoothed =
        new SmoothedClassifier(HalfSpace.model(), new GaussianSmoothing(SIGMA), 33);
    float[] point = new float[2];
    for (int i = 0; i < points.size(); i++) {
      points.read(i, point, 0);
      long id = points.id(i);
      SmoothedClassifier.Certified expected =
          Scope.value(() -> smoothed.certify(Tensors.of(point, 1, 2), 50, 1_000, 0.001, 3, id));
      Certificate certificate = certificates.get(i);
      assertThat(certificate.prediction()).isEqualTo(expected.prediction());
      assertThat(certificate.radius()).isEqualTo(expected.radius());
      assertThat(certificate.pLow()).isEqualTo(expected.pLow());
      assertThat(certificate.n0()).isEqualTo(50);
    }
    assertThat(certificates.get(2).prediction()).isZero();
    assertThat(certificates.get(2).correct()).isFalse();
    assertThat(certificates.get(2).radius()).isPositive();
  }

  @Test
  void aFullRadiusIsAsNearAsItsWidth() {
    CertificationPlan plan =
        new CertificationPlan(
            new GaussianSmoothing(SIGMA),
            Procedure.E_PROCESS,
            new Radii.Full(0.02, 0.7),
            0.001,
            200_000,
            new Protocol.Labelled(),
            3);
    List<Certificate> certificates =
        run(plan, HalfSpace.model(), HalfSpace.points(0.4, 0.2, 0.1, -0.1), 256, 1);
    double[] distances = {0.4, 0.2, 0.1};
    for (int i = 0; i < distances.length; i++) {
      assertThat(certificates.get(i).radius()).isBetween(distances[i] - 0.025, distances[i]);
      assertThat(certificates.get(i).n()).isLessThan(200_000);
    }
    assertThat(certificates.get(3).prediction()).isEqualTo(Certificate.ABSTAIN);
  }

  private static final InputSpec IMAGE = InputSpec.image(1, 12, 12);

  private static NetworkModel network() {
    return new NetworkModel(
        "net", Network.create(new CommonCnn().graph(IMAGE.shape(), 4, null), 8), IMAGE, 4);
  }

  /** Grey images of several brightnesses, with labels that the network tends to give. */
  private static FloatDataset images(int n) {
    float[] pixels = new float[n * IMAGE.features()];
    int[] labels = new int[n];
    for (int i = 0; i < pixels.length; i++) {
      int image = i / IMAGE.features();
      pixels[i] = image / (float) n;
    }
    for (int i = 0; i < n; i++) {
      labels[i] = i % 4;
    }
    return FloatDataset.of(
        new DatasetInfo("grey", "test", IMAGE, List.of("a", "b", "c", "d")), labels, pixels);
  }

  @Test
  void neitherBatchSizeNorWorkersMatter() {
    CertificationPlan plan =
        plan(Procedure.GROUP_SEQUENTIAL, new Protocol.Deployment(20), 1_000, 0.1, 0.3);
    List<Certificate> alone = timeless(run(plan, network(), images(8), 32, 1));
    assertThat(alone.stream().mapToInt(Certificate::n).distinct().count()).isGreaterThan(3);
    for (int batch : new int[] {13, 500}) {
      for (int workers : new int[] {1, 2}) {
        assertThat(timeless(run(plan, network(), images(8), batch, workers))).isEqualTo(alone);
      }
    }
  }

  @Test
  void batchesStayFullAcrossInputsAndNeverGrow() {
    List<Integer> sizes = new ArrayList<>();
    LabelModel counting =
        new BlackBox("counting", HalfSpace.INPUT, 2)
            .labels(
                rows -> {
                  sizes.add(rows.length);
                  int[] classes = new int[rows.length];
                  for (int i = 0; i < rows.length; i++) {
                    classes[i] = rows[i][0] > 0.5 ? 1 : 0;
                  }
                  return classes;
                });
    double[] distances = new double[60];
    Arrays.setAll(distances, i -> 0.4 * i / 60);
    run(
        plan(Procedure.GROUP_SEQUENTIAL, new Protocol.Labelled(), 20_000, 0.1),
        counting,
        HalfSpace.points(distances),
        100,
        1);
    assertThat(sizes).allMatch(size -> size <= 100);
    long full = sizes.stream().filter(size -> size == 100).count();
    assertThat(full).isGreaterThan(sizes.size() * 9L / 10);
  }

  private static List<Certificate> timeless(List<Certificate> certificates) {
    return certificates.stream()
        .map(
            c ->
                new Certificate(
                    c.id(),
                    c.label(),
                    c.prediction(),
                    c.radius(),
                    c.pLow(),
                    c.n(),
                    c.n0(),
                    c.alpha(),
                    c.sigma(),
                    c.seed(),
                    c.correct(),
                    c.pValue(),
                    0))
        .toList();
  }

  /** Keeps everything, and fails after a while as a run does that is killed. */
  private static final class Killed implements CertificateJournal {
    private final Map<Long, Certificate> certificates = new HashMap<>();
    private final Map<Long, TrialState> underWay = new HashMap<>();
    private int left;

    Killed(int left) {
      this.left = left;
    }

    @Override
    public Map<Long, Certificate> certificates() {
      return Map.copyOf(certificates);
    }

    @Override
    public Map<Long, TrialState> underWay() {
      return Map.copyOf(underWay);
    }

    @Override
    public void add(Certificate certificate) {
      if (left-- == 0) {
        throw new IllegalStateException("killed");
      }
      certificates.put(certificate.id(), certificate);
    }

    @Override
    public void add(TrialState state) {
      underWay.put(state.id(), state);
    }
  }

  @Test
  void aRunThatWasKilledGoesOnToTheSameCertificates() {
    CertificationPlan plan =
        plan(Procedure.GROUP_SEQUENTIAL, new Protocol.Deployment(20), 1_000, 0.1, 0.3);
    List<Certificate> whole = timeless(run(plan, network(), images(8), 64, 1));
    Killed journal = new Killed(3);
    Certifier certifier = new Certifier(plan, Device.CPU, NOBODY, 64, 2);
    assertThatThrownBy(() -> certifier.certify(network(), images(8), journal)).hasMessage("killed");
    assertThat(journal.certificates()).hasSize(3);
    journal.left = -1;
    Certifier.Certification rest = certifier.certify(network(), images(8), journal);
    assertThat(timeless(rest.certificates())).isEqualTo(whole);
    long all = whole.stream().mapToLong(c -> c.n() + c.n0()).sum();
    assertThat(rest.draws()).isLessThan(all);
  }

  @Test
  void anInputUnderWayGoesOnFromItsLastLook() {
    CertificationPlan plan = plan(Procedure.CURTAILED, new Protocol.Labelled(), 4_000, 0.295);
    Dataset point = HalfSpace.points(0.3);
    int look = 32;
    while (look < 1_000) {
      look = plan.test().nextLook(look);
    }
    Killed journal = new Killed(-1);
    journal.add(new TrialState(0, 1, look - 10, look, 0, 1, 2.5));
    Certifier.Certification rest =
        new Certifier(plan, Device.CPU, NOBODY, 32, 1).certify(HalfSpace.model(), point, journal);
    Certificate certificate = rest.certificates().get(0);
    assertThat(certificate.seconds()).isGreaterThan(2.5);
    assertThat(certificate.n()).isGreaterThan(look);
    assertThat(rest.draws()).isEqualTo(certificate.n() - look);
  }

  @Test
  void tooFewDrawsAreRefusedWithTheNumberThatWouldDo() {
    for (Procedure procedure : Procedure.values()) {
      assertThatThrownBy(
              () ->
                  new Certifier(
                      plan(procedure, new Protocol.Labelled(), 100, 0.5), Device.CPU, NOBODY, 8, 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("100 draws at alpha 0.001 can't prove the smallest radius")
          .hasMessageContaining("it takes at least n = ");
    }
    // With n draws that all agree, Cohen's bound is alpha^(1/n): 301 of them reach .97725.
    assertThatThrownBy(() -> plan(Procedure.FIXED, new Protocol.Labelled(), 100, 0.5).test())
        .hasMessageEndingWith("it takes at least n = 301");
    assertThat(plan(Procedure.FIXED, new Protocol.Labelled(), 301, 0.5).test().reach())
        .isCloseTo(0.97732, within(1e-4));
  }
}
