package dev.redoubt.audit.remedy;

import dev.redoubt.BadInputException;
import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The classifier has the gradient of its mean logits over neighbours of its input, drawn anew at
 * each look: where the loss surface is rough, that follows its trend (as SmoothGrad, Smilkov et al.
 * 2017, and the variance-reduced attack of Wu et al. 2018, "Understanding and enhancing the
 * transferability of adversarial examples", do). The values are those at the input itself.
 *
 * <p>Every pass counts as {@code copies + 1}, also where nothing is differentiated.
 *
 * @param copies neighbours, at least 1
 * @param radius each feature of a neighbour is uniform within this distance, in the space of the
 *     classifier's inputs; neighbours may lie outside of their range
 */
public record NeighbourAverage(int copies, double radius) implements Remedy {
  /** Checks. */
  public NeighbourAverage {
    if (copies < 1) {
      throw new BadInputException("an average wants at least 1 neighbour, not " + copies);
    }
    if (!(radius > 0) || Double.isInfinite(radius)) {
      throw new BadInputException(
          "the radius of neighbours must be positive and finite, not " + radius);
    }
  }

  @Override
  public String words() {
    return "gradients averaged over %d neighbours within %s".formatted(copies, radius);
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return pipeline.classifier() instanceof GradientModel model
        ? Optional.of(new Redifferentiated(model, new Neighbourhood(model)).in(pipeline))
        : Optional.empty();
  }

  private final class Neighbourhood implements Redifferentiated.Tape {
    private final GradientModel model;

    Neighbourhood(GradientModel model) {
      this.model = model;
    }

    @Override
    public Observation observe(Tensor x, Set<String> layers, Draws draws) {
      Observation here =
          Autograd.noGrad(() -> Around.observed(model, x.detached(), layers, draws)).detached();
      Draws keyed = draws.copies(copies);
      Tensor all = Layout.copies(x, copies);
      Tensor noise = keyed.of("neighbours").uniformLike(all, -radius, radius);
      Observation around = Around.observed(model, all.plus(noise), layers, keyed);
      Map<String, Tensor> features = new LinkedHashMap<>();
      around
          .features()
          .forEach((name, each) -> features.put(name, Graft.of(here.feature(name), mean(each))));
      return new Observation(Graft.of(here.logits(), mean(around.logits())), features);
    }

    @Override
    public int passes() {
      return copies + 1;
    }

    private Tensor mean(Tensor each) {
      long[] shape = each.shape();
      long[] byCopy = new long[shape.length + 1];
      byCopy[0] = copies;
      byCopy[1] = shape[0] / copies;
      System.arraycopy(shape, 1, byCopy, 2, shape.length - 1);
      return Reductions.mean(Layout.reshape(each, byCopy), new long[] {0}, false);
    }
  }
}
