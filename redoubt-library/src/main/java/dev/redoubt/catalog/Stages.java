package dev.redoubt.catalog;

import static dev.redoubt.catalog.Parameter.file;
import static dev.redoubt.catalog.Parameter.number;
import static dev.redoubt.catalog.Parameter.share;
import static dev.redoubt.catalog.Parameter.whole;
import static dev.redoubt.catalog.Parameter.word;

import dev.redoubt.Suggestion;
import dev.redoubt.certify.smoothing.Denoising;
import dev.redoubt.certify.smoothing.GaussianSmoothing;
import dev.redoubt.detect.Watcher;
import dev.redoubt.diffusion.Sampler;
import dev.redoubt.purify.Autoencoder;
import dev.redoubt.purify.BitDepth;
import dev.redoubt.purify.CropEnsemble;
import dev.redoubt.purify.GaussianBlur;
import dev.redoubt.purify.MedianFilter;
import dev.redoubt.purify.NonLocalMeans;
import dev.redoubt.purify.RandomNoise;
import dev.redoubt.purify.ResizePad;
import dev.redoubt.purify.SmoothingEnsemble;
import dev.redoubt.purify.Thermometer;
import dev.redoubt.purify.TotalVariation;
import dev.redoubt.purify.diffusion.Diffusion;
import dev.redoubt.purify.jpeg.Jpeg;
import java.util.List;

/** The stages by name. */
public final class Stages {
  /** All of them, as they are listed. */
  public static final List<StageKind> ALL =
      List.of(
          new StageKind(
              "jpeg",
              "JPEG compression",
              "Dziugaite et al. 2016",
              List.of(whole("quality", "quality from 1 to 100", "75")),
              (a, takes, files) -> new Jpeg(a.whole("quality"), takes)),
          new StageKind(
              "bit-depth",
              "fewer grey levels",
              "Xu et al. 2018",
              List.of(whole("bits", "bits of each value", "3")),
              (a, takes, files) -> new BitDepth(a.whole("bits"), takes)),
          new StageKind(
              "median",
              "median filter",
              "Xu et al. 2018",
              List.of(whole("size", "side of the window", "3")),
              (a, takes, files) -> new MedianFilter(a.whole("size"), takes)),
          new StageKind(
              "gaussian",
              "Gaussian smoothing of the image",
              "Xu et al. 2018",
              List.of(number("sigma", "deviation in pixels", "1.0")),
              (a, takes, files) -> new GaussianBlur(a.number("sigma"), takes)),
          new StageKind(
              "nlm",
              "non-local means",
              "Buades et al. 2005",
              List.of(
                  whole("search", "side of the square to search in", "11"),
                  whole("patch", "side of the squares to compare", "3"),
                  number("strength", "strength in pixel space", "0.05")),
              (a, takes, files) ->
                  new NonLocalMeans(
                      a.whole("search"), a.whole("patch"), a.number("strength"), takes)),
          new StageKind(
              "tv",
              "total-variation minimisation from a random part of the values",
              "Guo et al. 2018",
              List.of(
                  number("weight", "weight of the total variation", "0.03"),
                  number("keep", "share of the values that is kept; 1 for all", "0.5"),
                  whole("iterations", "iterations of the solver", "100")),
              (a, takes, files) ->
                  new TotalVariation(
                      a.number("weight"), a.number("keep"), a.whole("iterations"), takes)),
          new StageKind(
              "noise",
              "Gaussian noise",
              "Gu and Rigazio 2015",
              List.of(number("sigma", "deviation in pixel space", "0.1")),
              (a, takes, files) -> new RandomNoise(a.number("sigma"), takes)),
          new StageKind(
              "resize-pad",
              "random resizing and padding",
              "Xie et al. 2018",
              List.of(number("smallest", "smallest share of each side", "" + ResizePad.SMALLEST)),
              (a, takes, files) -> new ResizePad(a.number("smallest"), takes)),
          new StageKind(
              "crop-ensemble",
              "random crops at full size, predictions averaged",
              "Guo et al. 2018",
              List.of(
                  whole("copies", "crops of each image", "" + CropEnsemble.COPIES),
                  number("share", "share of each side", "" + CropEnsemble.SHARE)),
              (a, takes, files) -> new CropEnsemble(a.whole("copies"), a.number("share"), takes)),
          new StageKind(
              "thermometer",
              "thermometer codes; wants a classifier that was trained on them",
              "Buckman et al. 2018",
              List.of(whole("levels", "levels of each value", "16")),
              (a, takes, files) -> new Thermometer(a.whole("levels"), takes)),
          new StageKind(
              "autoencoder",
              "a denoising autoencoder",
              "Meng and Chen 2017",
              List.of(file("file", "what redoubt train --task denoise wrote")),
              (a, takes, files) ->
                  Autoencoder.read(a.text("file"), a.content("file", files), takes)),
          new StageKind(
              Diffusion.NAME,
              "purification by a diffusion model: into noise up to time t, and back",
              "Nie et al. 2022",
              List.of(
                  file("file", "what redoubt train --task diffusion wrote"),
                  number("t", "time of the noise, between 0 and 1", "0.1"),
                  whole("steps", "steps back", "10"),
                  word("sampler", "the way back: sde, ddpm or ddim", Sampler.SDE.text())),
              (a, takes, files) ->
                  Diffusion.read(
                      a.text("file"),
                      a.content("file", files),
                      a.number("t"),
                      a.whole("steps"),
                      Sampler.named(a.text("sampler")),
                      takes)),
          new StageKind(
              Denoising.NAME,
              "takes Gaussian noise of a known strength away, in one look; to stand behind smooth",
              "Carlini et al. 2023",
              List.of(
                  file("file", "what redoubt train --task diffusion or --task denoise wrote"),
                  number("sigma", "deviation of the noise in pixel space", "0.25")),
              (a, takes, files) ->
                  new Denoising(
                      DenoiserFile.read(a.text("file"), a.content("file", files), takes),
                      a.number("sigma"),
                      takes)),
          new StageKind(
              "smooth",
              "randomised smoothing: the class that wins most draws of Gaussian noise",
              "Cohen et al. 2019",
              List.of(
                  number("sigma", "deviation in pixel space", "0.25"),
                  whole("copies", "draws a prediction", "25")),
              (a, takes, files) ->
                  new SmoothingEnsemble(
                      new GaussianSmoothing(a.number("sigma")), a.whole("copies"), takes)),
          new StageKind(
              Watcher.NAME,
              "rejects what a detector finds suspicious: detect:FILE@fpr=5%",
              "Carlini and Wagner 2017",
              List.of(
                  file("file", "what redoubt detect fit wrote"),
                  share("fpr", "share of clean inputs that may be rejected", "5%")),
              Watchers::make));

  private Stages() {}

  /** All names. */
  public static List<String> names() {
    return ALL.stream().map(StageKind::name).toList();
  }

  /**
   * The kind of a name.
   *
   * @throws dev.redoubt.BadInputException if there is none; it names the nearest
   */
  static StageKind named(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Suggestion.unknown("stage", name, names()));
  }
}
