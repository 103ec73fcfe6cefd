package dev.redoubt.data.roadsigns;

import dev.redoubt.data.roadsigns.Draws.Purpose;
import java.util.Arrays;

/**
 * Takes one picture of one sign: background, sign, occluder, light, lens, sensor, in this order.
 */
final class Photograph {
  private static final int SUBSAMPLES = 2;
  private static final Colour GREY = new Colour(0.6, 0.6, 0.58);

  private Photograph() {}

  /**
   * Takes the picture.
   *
   * @param target receives {@code 3 × 32 × 32} unsigned bytes at {@code offset}, plane by plane
   */
  static void take(
      RoadSign sign,
      RoadSignConditions conditions,
      long seed,
      String split,
      int index,
      byte[] target,
      int offset) {
    Draws choices = new Draws(seed, split, index, Purpose.CONDITIONS);
    Troubles troubles = Troubles.draw(conditions, choices);
    Draws poseDraws = new Draws(seed, split, index, Purpose.POSE);
    Pose pose = Pose.draw(conditions, poseDraws, troubles.small());
    Frame frame = new Frame();
    Background.paint(frame, pose, new Draws(seed, split, index, Purpose.BACKGROUND));
    paintSign(frame, sign.texture(), pose, choices.between(0, conditions.fading()));
    if (troubles.occluded() || choices.chance(conditions.occludedShare())) {
      double reach =
          troubles.occluded() ? conditions.hardOccluderHigh() : conditions.occluderHigh();
      Occluder.paint(frame, pose, reach, new Draws(seed, split, index, Purpose.OCCLUSION));
    }
    Light.shine(frame, conditions, troubles.dark(), new Draws(seed, split, index, Purpose.LIGHT));
    Lens.blur(frame, conditions, troubles.blurred(), new Draws(seed, split, index, Purpose.LENS));
    Draws sensor = new Draws(seed, split, index, Purpose.NOISE);
    double least = troubles.noisy() ? conditions.noiseHigh() : 0;
    double most = troubles.noisy() ? conditions.hardNoiseHigh() : conditions.noiseHigh();
    addNoise(frame, sensor.between(least, most), sensor);
    frame.quantise(target, offset);
  }

  private static void paintSign(Frame frame, SignTexture texture, Pose pose, double fading) {
    double[] point = new double[2];
    double[] sum = new double[4];
    int points = SUBSAMPLES * SUBSAMPLES;
    for (int i = 0; i < Frame.AREA; i++) {
      Arrays.fill(sum, 0);
      int row = i / Frame.SIZE;
      int column = i % Frame.SIZE;
      if (!pose.mayShow(column + 0.5, row + 0.5)) {
        continue;
      }
      for (int k = 0; k < points; k++) {
        int down = k / SUBSAMPLES;
        double x = column + (k % SUBSAMPLES + 0.5) / SUBSAMPLES;
        double y = row + (down + 0.5) / SUBSAMPLES;
        pose.toSign(x, y, point);
        texture.addSample(point[0], point[1], sum);
      }
      if (sum[3] > 0) {
        Colour paint = new Colour(sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
        frame.blend(i, paint.towards(GREY, fading), sum[3] / points);
      }
    }
  }

  private static void addNoise(Frame frame, double deviation, Draws draws) {
    for (int c = 0; c < 3; c++) {
      double[] plane = frame.plane(c);
      for (int i = 0; i < plane.length; i++) {
        plane[i] += deviation * draws.bell();
      }
    }
  }
}
