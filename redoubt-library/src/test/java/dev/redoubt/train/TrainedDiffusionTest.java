package dev.redoubt.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetInfo;
import dev.redoubt.data.FloatDataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.DiffusionModel;
import dev.redoubt.diffusion.Generation;
import dev.redoubt.diffusion.NoiseSchedule;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.architecture.DiffusionMlp;
import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Optimizer;
import dev.redoubt.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model of points in the plane, trained: what it makes of noise is distributed as its data. */
class TrainedDiffusionTest {
  private static final InputSpec PLANE = new InputSpec(List.of(2), 0, 1);
  private static final int SAMPLES = 2000;

  /**
   * A cloud of points.
   *
   * @param tilt how much of the horizontal deviation adds to the vertical one
   */
  private record Blob(double share, double x, double y, double deviation, double tilt) {}

  private static final List<Blob> BLOBS =
      List.of(
          new Blob(0.5, 0.25, 0.3, 0.06, 0.8),
          new Blob(0.3, 0.75, 0.4, 0.04, 0),
          new Blob(0.2, 0.5, 0.8, 0.05, -0.5));

  private static Dataset points(int n) {
    float[] values = new float[2 * n];
    for (int i = 0; i < n; i++) {
      RandomStream stream = RandomStream.of(1, i, "points");
      double place = stream.uniform();
      Blob blob = BLOBS.get(place < 0.5 ? 0 : place < 0.8 ? 1 : 2);
      float[] normal = new float[2];
      stream.fillGaussian(normal, 0, 2);
      double across = blob.deviation() * normal[0];
      values[2 * i] = (float) (blob.x() + across);
      values[2 * i + 1] = (float) (blob.y() + blob.tilt() * across + 0.04 * normal[1]);
      for (int j = 2 * i; j < 2 * i + 2; j++) {
        values[j] = Math.max(0, Math.min(1, values[j]));
      }
    }
    return FloatDataset.of(
        new DatasetInfo("points", "train", PLANE, List.of("point")), new int[n], values);
  }

  /** Mean, and covariance as xx, xy, yy. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Moments(int count, double[] mean, double[] covariance) {
    static Moments of(List<float[]> points) {
      double[] mean = new double[2];
      double[] covariance = new double[3];
      for (float[] point : points) {
        mean[0] += point[0] / (double) points.size();
        mean[1] += point[1] / (double) points.size();
      }
      for (float[] point : points) {
        double x = point[0] - mean[0];
        double y = point[1] - mean[1];
        covariance[0] += x * x / points.size();
        covariance[1] += x * y / points.size();
        covariance[2] += y * y / points.size();
      }
      return new Moments(points.size(), mean, covariance);
    }
  }

  private static Blob nearest(float[] point) {
    Blob best = BLOBS.get(0);
    for (Blob blob : BLOBS) {
      best = distance(point, blob) < distance(point, best) ? blob : best;
    }
    return best;
  }

  private static double distance(float[] point, Blob blob) {
    return Math.hypot(point[0] - blob.x(), point[1] - blob.y());
  }

  @Test
  void samplesHaveTheMomentsOfTheData() {
    Dataset data = points(4000);
    DiffusionModel model =
        new DiffusionModel(
            Network.create(new DiffusionMlp(64, 2).graph(List.of(2)), 7),
            new NoiseSchedule(NoiseSchedule.Form.LINEAR, 250),
            PLANE);
    Course course =
        new Course(
            new Optimizer.AdamStyle(0.004, 0, false),
            new Schedule.OneCycle(0.3),
            100,
            200,
            1,
            List.of(),
            200,
            0,
            Refinements.NONE.with(new Averaging.Ema(0.99)));
    DiffusionTrainer.Result result =
        new DiffusionTrainer(course, Device.CPU, new RunListener<DiffusionEpoch>() {})
            .train(data, Optional.empty(), model, null);
    List<float[]> samples = new Generation(model, 250, 3, Device.CPU).samples(SAMPLES, done -> {});

    List<DiffusionEpoch> history = result.history();

    assertThat(history.get(0).heldOut()).isGreaterThan(0.5);
    assertThat(history.get(99).heldOut()).isLessThan(0.15);
    List<float[]> all = rows(data);
    assertAlike(Moments.of(samples), Moments.of(all), 0.02, 0.005);
    for (Blob blob : BLOBS) {
      Moments expected = Moments.of(of(blob, all));
      Moments found = Moments.of(of(blob, samples));
      assertThat((double) found.count() / SAMPLES)
          .isCloseTo((double) expected.count() / all.size(), within(0.04));
      assertAlike(found, expected, 0.015, 0.001);
    }
    assertThat(samples.stream().filter(point -> distance(point, nearest(point)) > 0.25).count())
        .as("between the clouds")
        .isLessThan(SAMPLES / 100);
  }

  private static void assertAlike(
      Moments found, Moments expected, double meanTolerance, double covarianceTolerance) {
    assertThat(found.mean()).containsExactly(expected.mean(), within(meanTolerance));
    assertThat(found.covariance())
        .containsExactly(expected.covariance(), within(covarianceTolerance));
  }

  private static List<float[]> rows(Dataset data) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      float[] point = new float[2];
      data.read(i, point, 0);
      rows.add(point);
    }
    return rows;
  }

  private static List<float[]> of(Blob blob, List<float[]> points) {
    return points.stream().filter(point -> nearest(point).equals(blob)).toList();
  }
}
