package dev.redoubt.catalog;

import static dev.redoubt.catalog.Parameter.count;
import static dev.redoubt.catalog.Parameter.file;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.open;
import static dev.redoubt.catalog.Parameter.whole;

import dev.redoubt.Suggestion;
import dev.redoubt.catalog.DetectorKind.Attacks;
import dev.redoubt.detect.fit.ActivationNetFit;
import dev.redoubt.detect.fit.KernelDensityFit;
import dev.redoubt.detect.fit.LocalIntrinsicDimensionalityFit;
import dev.redoubt.detect.fit.LogitOddsFit;
import dev.redoubt.detect.fit.MahalanobisFit;
import dev.redoubt.detect.score.ActivationNet;
import dev.redoubt.detect.score.Divergence;
import dev.redoubt.detect.score.Energy;
import dev.redoubt.detect.score.FeatureSqueezing;
import dev.redoubt.detect.score.KeptFile;
import dev.redoubt.detect.score.KernelDensity;
import dev.redoubt.detect.score.LocalIntrinsicDimensionality;
import dev.redoubt.detect.score.LogitOdds;
import dev.redoubt.detect.score.Mahalanobis;
import dev.redoubt.detect.score.MaxSoftmax;
import dev.redoubt.detect.score.Reconstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The detectors by name. */
public final class Detectors {
  private static final Parameter LAYERS =
      open(
          "layers",
          "names joined by +; the outputs of all activation functions unless given",
          Parameter.Type.WORD);

  /** All of them, as they are listed. */
  public static final List<DetectorKind> ALL =
      List.of(
          new DetectorKind(
              MaxSoftmax.KIND,
              "lack of confidence; the baseline",
              "Hendrycks and Gimpel 2017",
              Attacks.NONE,
              List.of(),
              (a, files, lessons) -> new MaxSoftmax(),
              (state, input) -> new MaxSoftmax()),
          new DetectorKind(
              Energy.KIND,
              "the free energy of the logits; a baseline",
              "Liu et al. 2020",
              Attacks.NONE,
              List.of(number("temperature", "by which logits are divided", "1")),
              (a, files, lessons) -> new Energy(a.number("temperature")),
              (state, input) -> Energy.of(state)),
          new DetectorKind(
              FeatureSqueezing.KIND,
              "how the prediction changes when the input is squeezed; the largest of several",
              "Xu et al. 2018",
              Attacks.NONE,
              List.of(
                  open(
                      "squeezers",
                      "stages joined by +, their values behind colons; for one channel bit-depth:1+median:2 unless given, for others bit-depth:5+median:2+nlm:11:3:4/255",
                      Parameter.Type.WORD)),
              (a, files, lessons) ->
                  Squeezers.detector(a.textIfGiven("squeezers"), lessons.input()),
              (state, input) -> Squeezers.detector(state.text("squeezers"), input)),
          new DetectorKind(
              Mahalanobis.KIND,
              "how far layers lie from the nearest class's Gaussian",
              "Lee et al. 2018",
              Attacks.OPTIONAL,
              List.of(
                  LAYERS, number("noise", "step towards the nearest class before scoring", "0")),
              (a, files, lessons) -> new MahalanobisFit(layers(a), a.number("noise")).fit(lessons),
              (state, input) -> Mahalanobis.of(state)),
          new DetectorKind(
              LocalIntrinsicDimensionality.KIND,
              "of how many dimensions the neighbourhood of layers is",
              "Ma et al. 2018",
              Attacks.OPTIONAL,
              List.of(
                  count("neighbours", "nearest that are looked at", 20),
                  count("references", "clean samples among which they are looked for", 100),
                  LAYERS),
              (a, files, lessons) ->
                  new LocalIntrinsicDimensionalityFit(
                          a.whole("neighbours"), a.whole("references"), layers(a))
                      .fit(lessons),
              (state, input) -> LocalIntrinsicDimensionality.of(state)),
          new DetectorKind(
              KernelDensity.KIND,
              "how dense the last hidden layer is among samples of the predicted class",
              "Feinman et al. 2017",
              Attacks.NONE,
              List.of(
                  open(
                      "bandwidth",
                      "deviation of the kernel; the likeliest of a grid unless given",
                      Parameter.Type.NUMBER),
                  count("references", "samples of a class, at most", 1_000),
                  open("layer", "the last hidden one unless given", Parameter.Type.WORD)),
              (a, files, lessons) -> density(a).fit(lessons),
              (state, input) -> KernelDensity.of(state)),
          new DetectorKind(
              ActivationNet.KIND,
              "a small network on the values of a layer",
              "Metzen et al. 2017",
              Attacks.REQUIRED,
              List.of(
                  open("layer", "the last hidden one unless given", Parameter.Type.WORD),
                  count("hidden", "units of its hidden layer", 64),
                  count("epochs", "over the adversarial samples", 20)),
              (a, files, lessons) ->
                  new ActivationNetFit(a.textIfGiven("layer"), a.whole("hidden"), a.whole("epochs"))
                      .fit(lessons),
              (state, input) -> ActivationNet.of(state)),
          new DetectorKind(
              LogitOdds.KIND,
              "how the logits move under noise",
              "Roth et al. 2019",
              Attacks.NONE,
              List.of(
                  number("sigma", "deviation of the noise in pixel space", "0.1"),
                  count("copies", "draws a score", 32),
                  count("samples", "clean samples to learn from, at most", 2_000)),
              (a, files, lessons) ->
                  new LogitOddsFit(a.number("sigma"), a.whole("copies"), a.whole("samples"))
                      .fit(lessons),
              (state, input) -> LogitOdds.of(state)),
          new DetectorKind(
              Reconstruction.KIND,
              "how badly an autoencoder reconstructs the input",
              "Meng and Chen 2017",
              Attacks.NONE,
              List.of(
                  file("file", "what redoubt train --task denoise wrote"),
                  whole("power", "of the error: 1 or 2", "1")),
              (a, files, lessons) ->
                  new Reconstruction(kept(a, files), a.whole("power"), lessons.input()),
              Reconstruction::of),
          new DetectorKind(
              Divergence.KIND,
              "how the prediction changes when an autoencoder has reconstructed the input",
              "Meng and Chen 2017",
              Attacks.NONE,
              List.of(
                  file("file", "what redoubt train --task denoise wrote"),
                  number("temperature", "by which logits are divided", "10")),
              (a, files, lessons) ->
                  new Divergence(kept(a, files), a.number("temperature"), lessons.input()),
              Divergence::of));

  private Detectors() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(DetectorKind::name).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws dev.redoubt.BadInputException if there is none; it names the nearest
   */
  public static DetectorKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("detector", name, names()));
  }

  /** The layers that the user names; none for the usual ones. */
  private static List<String> layers(Arguments a) {
    return a.textIfGiven("layers").map(text -> List.of(text.split("\\+", -1))).orElse(List.of());
  }

  private static KernelDensityFit density(Arguments a) {
    OptionalDouble bandwidth =
        a.textIfGiven("bandwidth").isPresent()
            ? OptionalDouble.of(a.number("bandwidth"))
            : OptionalDouble.empty();
    return new KernelDensityFit(bandwidth, a.whole("references"), a.textIfGiven("layer"));
  }

  private static KeptFile kept(Arguments a, Map<String, byte[]> files) {
    String name = String.valueOf(Path.of(a.text("file")).getFileName());
    return new KeptFile(name, a.content("file", files));
  }
}
