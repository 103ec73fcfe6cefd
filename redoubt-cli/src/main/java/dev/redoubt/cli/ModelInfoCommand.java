package dev.redoubt.cli;

import dev.redoubt.catalog.OpenedModel;
import dev.redoubt.catalog.attacks.Attacks;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.FeatureModel;
import dev.redoubt.model.GradientModel;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.Layer;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.ScoreModel;
import dev.redoubt.nn.Graph;
import dev.redoubt.tensor.Device;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code redoubt model info}: checks a model, and says what it is and what it can take. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Checks a model, and says what it is and which attacks it can take.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  redoubt model info --model hardened.safetensors",
      "  redoubt model info --model net.onnx --graph",
      "  redoubt model info --model net.onnx --layers",
      "  redoubt model info --model scripted.pt --input-shape 3,32,32",
      "  redoubt model info --model weights.pth --arch common-cnn --input-shape 1,28,28"
    })
final class ModelInfoCommand implements Callable<Integer> {
  @Mixin private ModelSelection selection = new ModelSelection();

  @Option(names = "--graph", description = "List all nodes of the network.")
  private boolean graph;

  @Option(
      names = "--layers",
      description = "List all layers that can be observed, as detectors name them.")
  private boolean layers;

  @Mixin private CommonOptions common = new CommonOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Device device = common.start();
    OpenedModel opened = selection.open(Optional.empty(), device);
    LabelModel model = opened.model();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    line(out, "model", selection.text());
    opened.facts().forEach((name, fact) -> line(out, name, fact));
    line(out, "sha256", opened.digest());
    line(out, "input", words(opened.takes()));
    if (!opened.defence().isEmpty()) {
      line(out, "behind it", words(model.input()));
    }
    line(out, "output", model.classes() + " classes " + opened.labels());
    line(out, "gives", gives(model) + (model.declares().random() ? ", random" : ""));
    line(out, "attacks", String.join(", ", Attacks.namesFor(model)));
    if (model instanceof FeatureModel features) {
      layers(out, features.layers());
    }
    opened.bundle().ifPresent(bundle -> details(out, bundle));
    return 0;
  }

  private static String words(InputSpec input) {
    return "%s in [%s, %s]".formatted(input.shape(), input.low(), input.high());
  }

  private static String gives(LabelModel model) {
    if (model instanceof GradientModel) {
      return "gradients, logits, labels";
    }
    return model instanceof ScoreModel ? "scores, labels" : "labels alone";
  }

  private void layers(PrintWriter out, List<Layer> all) {
    String more = layers ? "" : "; --layers lists them";
    line(out, "layers", all.size() + " can be observed" + more);
    if (layers) {
      for (Layer layer : all) {
        out.printf("  %-20s %-12s %s%n", layer.name(), layer.operator(), layer.shape());
      }
    }
  }

  private void details(PrintWriter out, ModelBundle bundle) {
    if (!bundle.training().isEmpty()) {
      out.println("origin");
      bundle.training().forEach((key, value) -> out.println("  " + key + ": " + value));
    }
    if (graph) {
      out.println("graph");
      for (Graph.Node node : bundle.network().graph().nodes()) {
        out.println("  " + node.name() + " = " + node.operator() + " of " + node.inputs());
      }
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-13s%s%n", name, value);
  }
}
