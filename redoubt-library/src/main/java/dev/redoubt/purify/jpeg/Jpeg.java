package dev.redoubt.purify.jpeg;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.Map;

/**
 * What is left of images after they were written to baseline JPEG files and read again (Dziugaite
 * et al. 2016; Das et al. 2017): clipped and rounded to bytes, coded, decoded, and mapped back to
 * their range. Byte for byte what libjpeg and its kin make of them at their defaults, with 4:2:0
 * chroma for images of three channels, taken as RGB. Attacked with the derivative of the same
 * transformation with a smooth quantiser (after Shin and Song 2017).
 *
 * @param quality from 1 to 100, as the Independent JPEG Group means it
 * @param takes images of 1 or 3 channels
 */
public record Jpeg(int quality, InputSpec takes) implements Purifier {
  private static final double LEVELS = 255;

  /** Checks. */
  public Jpeg {
    if (!takes.isImage() || (takes.shape().get(0) != 1 && takes.shape().get(0) != 3)) {
      throw new BadInputException(
          "jpeg wants images of 1 or 3 channels, not inputs of shape " + takes.shape());
    }
    if (quality < 1 || quality > 100) {
      throw new BadInputException("jpeg wants a quality from 1 to 100, not " + quality);
    }
  }

  @Override
  public String name() {
    return "jpeg";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("quality", quality);
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return decoded(x, Arithmetic.EXACT);
  }

  private Tensor decoded(Tensor x, Arithmetic arithmetic) {
    return Scope.tensors(
        () -> {
          double step = (takes.high() - takes.low()) / LEVELS;
          Tensor scaled = arithmetic.typed(x).minus(takes.low()).dividedBy(step);
          Tensor samples = arithmetic.whole(arithmetic.sample(scaled));
          return coded(samples, arithmetic).times(step).plus(takes.low()).like(x);
        });
  }

  private Tensor coded(Tensor samples, Arithmetic arithmetic) {
    QuantisationTable luminance = QuantisationTable.luminance(quality);
    if (samples.size(1) == 1) {
      return Plane.coded(samples, luminance, arithmetic);
    }
    Tensor ycc = Colour.toYcc(samples, arithmetic);
    Tensor luma = Plane.coded(Layout.columns(ycc, 0, 1), luminance, arithmetic);
    Tensor chroma = chroma(Layout.columns(ycc, 1, 3), arithmetic);
    return Colour.toRgb(luma, chroma, arithmetic);
  }

  private Tensor chroma(Tensor full, Arithmetic arithmetic) {
    QuantisationTable table = QuantisationTable.chrominance(quality);
    Tensor coded = Plane.coded(Chroma.halved(full, arithmetic), table, arithmetic);
    Tensor halved = Plane.cropped(coded, (full.size(2) + 1) / 2, (full.size(3) + 1) / 2);
    Tensor doubled = Chroma.doubled(halved, arithmetic);
    return Plane.cropped(doubled, full.size(2), full.size(3));
  }

  @Override
  public Declaration declares() {
    return new Declaration(
        new Declaration.Backward.Surrogate(
            "JPEG with a smooth quantiser", (x, draws) -> decoded(x, Arithmetic.SMOOTH)),
        false);
  }
}
