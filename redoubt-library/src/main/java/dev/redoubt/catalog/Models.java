package dev.redoubt.catalog;

import dev.redoubt.BadInputException;
import dev.redoubt.data.ClassNames;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.AdaptedModel;
import dev.redoubt.model.InputAdapter;
import dev.redoubt.model.LabelModel;
import dev.redoubt.model.ModelBundle;
import dev.redoubt.model.ModelProviders;
import dev.redoubt.model.onnx.ImportedNetwork;
import dev.redoubt.model.onnx.OnnxImporter;
import dev.redoubt.model.script.ScriptModel;
import dev.redoubt.model.weights.StateDict;
import dev.redoubt.model.weights.WeightMapping;
import dev.redoubt.nn.Graph;
import dev.redoubt.nn.Network;
import dev.redoubt.tensor.Device;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * From a file or an address to a model: a bundle, an ONNX file, a TorchScript archive, weights with
 * the name of their architecture, and black boxes ({@code onnxruntime:FILE}, {@code http://…}).
 * What a file holds is told by its content.
 */
public final class Models {
  /** One letter before the colon is a drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private Models() {}

  /**
   * Opens a model.
   *
   * @param spec a file, or an address with a scheme
   * @param options what the user says of it
   * @param device where networks and archives run
   * @throws BadInputException if it can't be opened, or more has to be said of it
   */
  public static OpenedModel open(String spec, ModelOptions options, Device device) {
    if (ModelProviders.know(spec)) {
      return behind(options, inner -> BlackBoxes.open(spec, inner));
    }
    Path file = path(spec);
    if (SCHEME.matcher(spec).matches() && !Files.exists(file)) {
      return BlackBoxes.open(spec, options); // which names the schemes that there are
    }
    options.refuseSettings(spec);
    return switch (ModelFormat.of(file)) {
      case BUNDLE -> bundle(file, options, device);
      case STATE_DICT -> behind(options, inner -> weights(file, inner, device));
      case ONNX -> behind(options, inner -> onnx(file, inner, device));
      case TORCHSCRIPT -> behind(options, inner -> script(file, inner, device));
    };
  }

  /**
   * A classifier behind a defence: it is given what the defence makes of the data. Where that is of
   * the same kind, the defence takes what the classifier says that it takes.
   */
  private static OpenedModel behind(
      ModelOptions options, Function<ModelOptions, OpenedModel> classifier) {
    Defence defence = options.defence().orElse(Defence.NONE);
    if (defence.isEmpty()) {
      return classifier.apply(options);
    }
    InputSpec data =
        options
            .data()
            .orElseThrow(
                () -> new BadInputException("a defence can't be judged without data for it"));
    InputSpec outer = options.input(data.shape());
    InputSpec inner = defence.gives(outer);
    OpenedModel opened = classifier.apply(options.given(inner));
    OpenedModel defended =
        opened.behind(defence, inner.equals(outer) ? opened.model().input() : outer);
    defended.pipeline(); // tells at once what does not fit
    return defended;
  }

  private static Path path(String spec) {
    try {
      return Path.of(spec);
    } catch (InvalidPathException e) {
      throw new BadInputException("'%s' is no path: %s".formatted(spec, e.getReason()), e);
    }
  }

  private static OpenedModel bundle(Path file, ModelOptions options, Device device) {
    options.refuseArchitecture(file, ModelFormat.BUNDLE);
    ModelBundle bundle = ModelBundle.read(file);
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", ModelFormat.BUNDLE.text());
    Optional<Defence> own = bundle.defence().map(Defence::of);
    ModelOptions known = options.defence().isPresent() ? options : options.behind(own);
    if (own.isPresent()) {
      facts.put("defence", own.get().spec());
      known = known.data().isPresent() ? known : known.given(bundle.defence().get().takes());
    }
    return behind(known, inner -> adapted(file, bundle, inner, device, facts));
  }

  private static OpenedModel weights(Path file, ModelOptions options, Device device) {
    StateDict dict = StateDict.read(file);
    String arch = options.requireArchitecture(file, Architectures.names());
    if (options.channelsLast()) {
      throw new BadInputException(
          "--layout nhwc does not go with --arch: our architectures take [channels, height, width]");
    }
    List<Integer> shape = options.requireShape(file.toString());
    IntFunction<Graph> graphs =
        count -> Architectures.named(arch).graph(shape, count, options.normalize().orElse(null));
    int classes = options.classes().orElseGet(() -> classes(dict, graphs));
    Graph graph = graphs.apply(classes);
    WeightMapping mapping = WeightMapping.of(graph, dict, options.renames());
    Network network = Network.of(graph, mapping.values(dict));
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", dict.format() + " (weights alone)");
    facts.put("architecture", arch);
    facts.put("weights", mapping.basis().text() + ": " + String.join("; ", mapping.lines()));
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("imported from", dict.format());
    training.put("file", String.valueOf(file.getFileName()));
    training.put("architecture", arch);
    ModelBundle bundle =
        new ModelBundle(network, options.input(shape), ClassNames.numbers(classes), training);
    return opened(bundle.to(device), String.valueOf(file.getFileName()), facts);
  }

  /**
   * The number of classes: the one for which the file has the network's last layer under its name;
   * else the length of the last vector, which is the bias of the last layer, unless the format
   * sorts by name.
   */
  private static int classes(StateDict dict, IntFunction<Graph> graphs) {
    List<Integer> lengths =
        dict.arrays().values().stream()
            .filter(array -> array.shape().size() == 1 && array.shape().get(0) >= 2)
            .map(array -> Math.toIntExact(array.shape().get(0)))
            .toList();
    List<Integer> named =
        lengths.stream()
            .distinct()
            .filter(n -> WeightMapping.endsAlike(graphs.apply(n), dict))
            .toList();
    if (named.size() == 1) {
      return named.get(0);
    }
    if (lengths.isEmpty() || dict.format().equals("safetensors")) {
      throw new BadInputException(
          dict.source() + " does not tell the number of classes: say it with --classes");
    }
    return lengths.get(lengths.size() - 1);
  }

  private static OpenedModel onnx(Path file, ModelOptions options, Device device) {
    options.refuseArchitecture(file, ModelFormat.ONNX);
    ImportedNetwork imported = OnnxImporter.read(file, options.innerShape());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", "ONNX, opset " + imported.opset());
    if (!imported.producer().isEmpty()) {
      facts.put("producer", imported.producer());
    }
    facts.put("operators", String.join(", ", imported.operators()));
    if (!imported.notes().isEmpty()) {
      facts.put("note", String.join("; ", imported.notes()));
    }
    Map<String, Object> training = new LinkedHashMap<>();
    training.put("imported from", "ONNX");
    training.put("file", String.valueOf(file.getFileName()));
    training.put("opset", imported.opset());
    training.put("producer", imported.producer());
    InputSpec input =
        OnnxMetadata.range(imported)
            .map(own -> new InputSpec(imported.shape(), own.low(), own.high()))
            .orElseGet(() -> options.input(imported.shape()));
    boolean fractions =
        imported.wholeNumbers()
            && options.data().isPresent()
            && options.normalize().isEmpty()
            && input.high() - input.low() <= 1;
    if (fractions) {
      throw new BadInputException(
          "model %s takes whole numbers, but inputs lie in [%s, %s]: say with --normalize what they are, such as mean=0,std=0.00392156862745098 for bytes"
              .formatted(file, input.low(), input.high()));
    }
    ModelBundle bundle =
        new ModelBundle(imported.network(), input, OnnxMetadata.labels(imported), training);
    return adapted(file, bundle, options, device, facts);
  }

  /** A network behind what the options ask for. */
  private static OpenedModel adapted(
      Path file,
      ModelBundle bundle,
      ModelOptions options,
      Device device,
      Map<String, String> facts) {
    List<Integer> inner = bundle.input().shape();
    InputAdapter adapter = options.adapter(String.valueOf(file.getFileName()), inner);
    Network own = bundle.network();
    Network network = adapter.isIdentity() ? own : own.withGraph(adapter.before(own.graph()));
    if (!adapter.isIdentity()) {
      facts.put("own input", inner.toString());
    }
    ModelBundle changed =
        new ModelBundle(
            network,
            options.input(adapter.outer(), ModelOptions.Range.of(bundle.input())),
            bundle.labels(),
            bundle.training(),
            bundle.defence());
    return opened(changed.to(device), String.valueOf(file.getFileName()), facts);
  }

  private static OpenedModel opened(ModelBundle bundle, String name, Map<String, String> facts) {
    Map<String, String> all = new LinkedHashMap<>(facts);
    all.put("parameters", "%,d".formatted(bundle.network().parameterCount()));
    return new OpenedModel(
        bundle.model(name), bundle.digest(), bundle.labels(), all, Optional.of(bundle));
  }

  private static OpenedModel script(Path file, ModelOptions options, Device device) {
    options.refuseArchitecture(file, ModelFormat.TORCHSCRIPT);
    List<Integer> inner = options.inner(options.requireShape(file.toString()));
    InputAdapter adapter = options.adapter(String.valueOf(file.getFileName()), inner);
    List<Integer> outer = adapter.outer();
    InputSpec input = options.input(outer);
    String name = String.valueOf(file.getFileName());
    ScriptModel script =
        ScriptModel.read(name, file, new InputSpec(inner, input.low(), input.high()), device);
    LabelModel model = AdaptedModel.of(script, adapter, input.low(), input.high());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("format", ModelFormat.TORCHSCRIPT.text());
    facts.put("method", script.facts().schema());
    facts.put("parameters", "%,d".formatted(script.facts().parameters()));
    facts.put("buffers", "%,d".formatted(script.facts().buffers()));
    List<String> notes = new ArrayList<>();
    if (script.facts().probabilities()) {
      notes.add("gives probabilities: their logarithms are taken as logits");
    }
    if (script.facts().fixedBatch()) {
      notes.add("takes one sample at a time");
    }
    if (!script.facts().precise()) {
      notes.add("can't be run in fp64");
    }
    if (!notes.isEmpty()) {
      facts.put("note", String.join("; ", notes));
    }
    return new OpenedModel(
        model,
        Digests.ofFile(file, options.toString()),
        ClassNames.numbers(script.classes()),
        facts,
        Optional.empty());
  }
}
