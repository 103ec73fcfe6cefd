package dev.redoubt.data.roadsigns;

import java.util.List;

/**
 * A class of the dataset.
 *
 * @param className what reports call it
 * @param texture its face
 */
record RoadSign(String className, SignTexture texture) {
  /** The twelve classes; a label is an index into this list. */
  static final List<RoadSign> ALL =
      List.of(
          sign("speed limit 30", Faces.speedLimit("30")),
          sign("speed limit 50", Faces.speedLimit("50")),
          sign("speed limit 80", Faces.speedLimit("80")),
          sign("stop", Faces.stop()),
          sign("yield", Faces.giveWay()),
          sign("no entry", Faces.noEntry()),
          sign("priority road", Faces.priorityRoad()),
          sign("danger", Faces.danger()),
          sign("pedestrians", Faces.pedestrians()),
          sign("roadworks", Faces.roadworks()),
          sign("turn right", Faces.turnRight()),
          sign("roundabout", Faces.roundabout()));

  private static RoadSign sign(String className, Face face) {
    return new RoadSign(className, SignTexture.of(face));
  }
}
