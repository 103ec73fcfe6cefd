package dev.redoubt.purify.diffusion;

import dev.redoubt.BadInputException;
import dev.redoubt.data.InputSpec;
import dev.redoubt.diffusion.Purification;
import dev.redoubt.diffusion.Sampler;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.Declaration.Backward;
import dev.redoubt.model.DiffusionBundle;
import dev.redoubt.pipeline.Purifier;
import dev.redoubt.pipeline.WeakerView;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Purification by diffusion (DiffPure, Nie et al. 2022): inputs turn into noise up to a time t, and
 * back into samples as the model knows them, the perturbation being lost in the noise. It is random
 * and differentiable; its own derivative, through all steps, is the one to attack with. The views
 * that looked strong for years are {@linkplain #weaker there} for comparison.
 *
 * @param bundle the model
 * @param source what it is, for provenance
 * @param time t in (0, 1); the larger, the more is lost, of the perturbation and of the sample
 * @param steps back, at least 1
 * @param sampler the way back
 */
public record Diffusion(
    DiffusionBundle bundle, String source, double time, int steps, Sampler sampler)
    implements Purifier {
  /** What the command line calls it. */
  public static final String NAME = "diffusion";

  /** Steps of the surrogate process: as many as can be differentiated at the cost of a few. */
  private static final int SURROGATE_STEPS = 2;

  /** Checks. */
  public Diffusion {
    purification(bundle, time, steps, sampler);
  }

  /**
   * From a file as {@code redoubt train --task diffusion} writes it.
   *
   * @param name of the file
   * @param input that it has to be for
   * @throws BadInputException if the file is of another kind or corrupt, was trained for other
   *     inputs, or a value is out of its range
   */
  public static Diffusion read(
      String name, byte[] content, double time, int steps, Sampler sampler, InputSpec input) {
    DiffusionBundle bundle = DiffusionFiles.read(name, content, input);
    return new Diffusion(bundle, DiffusionFiles.source(name, bundle), time, steps, sampler);
  }

  private static Purification purification(
      DiffusionBundle bundle, double time, int steps, Sampler sampler) {
    return Purification.of(bundle.model(), bundle.model().schedule(), sampler, time, steps);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("model", source);
    settings.put("t", time);
    settings.put("steps", steps);
    settings.put("sampler", sampler.text());
    return settings;
  }

  @Override
  public InputSpec takes() {
    return bundle.model().input();
  }

  @Override
  public Tensor apply(Tensor x, Draws draws) {
    return apply(steps, x, draws);
  }

  private Tensor apply(int number, Tensor x, Draws draws) {
    Purification purification = purification(bundle, time, number, sampler);
    return Scope.tensors(
        () -> bundle.model().pixels(purification.apply(bundle.model().centred(x), draws)));
  }

  @Override
  public Declaration declares() {
    return new Declaration(new Backward.Exact(), true);
  }

  /**
   * The identity (BPDA), and the same way back in fewer steps (the surrogate process of Lee and Kim
   * 2023, section 4).
   */
  @Override
  public List<WeakerView> weaker() {
    WeakerView identity = new WeakerView("bpda", Backward.Surrogate.identity());
    if (steps <= SURROGATE_STEPS) {
      return List.of(identity);
    }
    String words = "the way back in %d steps instead of %d".formatted(SURROGATE_STEPS, steps);
    return List.of(
        identity,
        new WeakerView(
            "surrogate",
            new Backward.Surrogate(words, (x, draws) -> apply(SURROGATE_STEPS, x, draws))));
  }
}
