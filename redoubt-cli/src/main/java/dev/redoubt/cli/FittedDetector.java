package dev.redoubt.cli;

import dev.redoubt.BadInputException;
import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.Watchers;
import dev.redoubt.data.Dataset;
import dev.redoubt.data.DatasetView;
import dev.redoubt.detect.DetectorFile;
import dev.redoubt.detect.Watcher;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.pipeline.Stage;
import dev.redoubt.threat.Fraction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A detector that is to be tested.
 *
 * @param title its file without folder and ending
 * @param file what it holds
 * @param fpr the operating point
 */
record FittedDetector(String title, DetectorFile file, double fpr) {
  /** Reads several, and checks that all have such an operating point. */
  static List<FittedDetector> readAll(List<Path> paths, String rate) {
    double fpr = Fraction.share("--fpr", rate);
    List<FittedDetector> all = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (Path path : paths) {
      String title = String.valueOf(path.getFileName()).replaceFirst("\\.[^.]*$", "");
      if (!titles.add(title)) {
        throw new BadInputException(
            "two detectors are called %s: give their files different names".formatted(title));
      }
      DetectorFile file = DetectorFile.read(path);
      try {
        file.calibration().at(fpr);
      } catch (BadInputException e) {
        throw new BadInputException("detector %s: %s".formatted(path, e.getMessage()), e);
      }
      all.add(new FittedDetector(title, file, fpr));
    }
    return all;
  }

  /** The samples of a split that none of some detectors has seen. */
  static Dataset unseen(Dataset all, List<FittedDetector> detectors) {
    int[] left =
        IntStream.range(0, all.size())
            .filter(i -> detectors.stream().noneMatch(detector -> detector.hasSeen(all, i)))
            .toArray();
    if (left.length == 0) {
      throw new BadInputException(
          "the detectors have learnt from all %,d samples of %s (%s), or have their thresholds from them: give others (--data, --split)"
              .formatted(all.size(), all.name(), all.split()));
    }
    return left.length == all.size() ? all : DatasetView.select(all, left);
  }

  private boolean hasSeen(Dataset all, int index) {
    return file.calibratedOn().holds(all, index) || file.learntFrom().holds(all, index);
  }

  /** The detector as a stage. */
  Watcher watcher(OpenedModel opened) {
    return Watchers.of(title, file, fpr, opened.model().input());
  }

  /** The model behind it. */
  Pipeline pipeline(OpenedModel opened) {
    return pipeline(opened, watcher(opened));
  }

  /** The model behind a stage of this detector. */
  static Pipeline pipeline(OpenedModel opened, Watcher watcher) {
    List<Stage> stages = new ArrayList<>(opened.pipeline().stages());
    stages.add(watcher);
    Watchers.check(stages, opened.model(), opened::classifierDigest);
    return Pipeline.of(opened.model(), stages);
  }
}
