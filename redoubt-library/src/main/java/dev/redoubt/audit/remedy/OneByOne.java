package dev.redoubt.audit.remedy;

import dev.redoubt.data.Batch;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.Observation;
import dev.redoubt.pipeline.Pipeline;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The classifier is asked about one row at a time, as the judge asks it: for classifiers whose
 * answer depends on the batch that a row is in. Empty for classifiers without gradients.
 */
public record OneByOne() implements Remedy {
  @Override
  public String words() {
    return "one sample at a time";
  }

  @Override
  public Optional<Pipeline> of(Pipeline pipeline, Batch clean) {
    return pipeline.classifier() instanceof GradientModel model
        ? Optional.of(new Singly(model).in(pipeline))
        : Optional.empty();
  }

  private static final class Singly extends Around {
    Singly(GradientModel model) {
      super(model);
    }

    @Override
    public Tensor predict(Tensor x, Draws draws) {
      return each(x, draws, model::predict);
    }

    @Override
    public Tensor logits(Tensor x, Draws draws) {
      return each(x, draws, model::logits);
    }

    @Override
    public Observation observeOnTape(Tensor x, Set<String> layers, Draws draws) {
      return Scope.tensors(
          () -> {
            List<Observation> rows =
                IntStream.range(0, x.rows())
                    .mapToObj(row -> observed(model, Layout.row(x, row), layers, own(draws, row)))
                    .toList();
            Map<String, Tensor> features = new LinkedHashMap<>();
            for (String layer : layers) {
              features.put(
                  layer, Layout.concat(rows.stream().map(one -> one.feature(layer)).toList(), 0));
            }
            return new Observation(
                Layout.concat(rows.stream().map(Observation::logits).toList(), 0), features);
          });
    }

    private static Tensor each(Tensor x, Draws draws, Question question) {
      return Scope.tensors(
          () -> {
            List<Tensor> answers = new ArrayList<>();
            for (int row = 0; row < x.rows(); row++) {
              answers.add(question.of(Layout.row(x, row), own(draws, row)));
            }
            return Layout.concat(answers, 0);
          });
    }

    /** What is not random may be given no draws. */
    private static Draws own(Draws draws, int row) {
      return draws.ids().length == 0 ? draws : draws.rows(row);
    }
  }

  private interface Question {
    Tensor of(Tensor x, Draws draws);
  }
}
