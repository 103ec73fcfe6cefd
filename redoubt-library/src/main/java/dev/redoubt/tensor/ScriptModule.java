package dev.redoubt.tensor;

import dev.redoubt.BadInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NamedTensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.named_buffer_iterator;
import org.bytedeco.pytorch.named_buffer_list;
import org.bytedeco.pytorch.named_parameter_iterator;
import org.bytedeco.pytorch.named_parameter_list;

/**
 * A TorchScript module in evaluation mode, from one tensor to one tensor. Its parameters record no
 * gradients, so that those go to the input alone. Forward and backward are safe from several
 * threads.
 *
 * <p>The engine's profiling executor is off: it would compile the module anew for each batch shape
 * that it meets, and an attack that drops broken samples meets a new one each step.
 */
public final class ScriptModule implements AutoCloseable {
  static {
    Engine.start();
    torch.getProfilingMode().put(false);
  }

  private final JitModule raw;

  private ScriptModule(JitModule raw) {
    this.raw = raw;
  }

  /**
   * Loads an archive. The engine takes sizes in it on trust: {@code model.script} checks them
   * before.
   *
   * @throws BadInputException if the engine can't read it; the message has no file name
   */
  public static ScriptModule load(Path archive) {
    return owned(
        () -> {
          JitModule module = torch.load(archive.toString());
          module.eval();
          freezeParameters(module);
          return module;
        });
  }

  /**
   * A copy of its own with all floating parameters and buffers of another type. Constants in its
   * code stay what they are.
   */
  public ScriptModule to(DType type) {
    return copy(module -> module.to(type.raw, false));
  }

  /** A copy of its own on another device. */
  public ScriptModule to(Device device) {
    return copy(module -> module.to(device.raw(), false));
  }

  private ScriptModule copy(Consumer<JitModule> change) {
    return owned(
        () -> {
          JitModule module = raw.deepcopy();
          change.accept(module);
          module.eval();
          freezeParameters(module);
          return module;
        });
  }

  /**
   * Runs {@code forward} on one tensor. On a tape, if {@code x} is.
   *
   * @return its result, or the first element if that is a tuple; with the element type of {@code x}
   * @throws BadInputException if the module fails, with the engine's reason, or gives no tensor
   */
  public Tensor forward(Tensor x) {
    return translated(
        () ->
            Scope.tensors(
                () -> {
                  IValue result = raw.forward(new IValueVector(new IValue(x.raw)));
                  return Tensor.copyOfHandle(first(result).to(x.raw.scalar_type()));
                }));
  }

  private static org.bytedeco.pytorch.Tensor first(IValue result) {
    if (result.isTensor()) {
      return result.toTensor();
    }
    if (result.isTuple() && result.toTupleRef().size() > 0) {
      IValue first = result.toTupleRef().elements().at(0);
      if (first.isTensor()) {
        return first.toTensor();
      }
    }
    throw new BadInputException(
        "its result is a "
            + result.tagKind().getString()
            + ", expected a tensor or a tuple whose first element is one");
  }

  /** The live parameters by name, in the module's order; they outlive all scopes. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Scope.run(
        () -> {
          named_parameter_list list = raw.named_parameters();
          for (named_parameter_iterator i = list.begin(); i.notEquals(list.end()); i.increment()) {
            NamedTensor item = i.access();
            found.put(item.name().getString(), Scope.own(Tensor.copyOfHandle(item.value())));
          }
        });
    return found;
  }

  /** The live buffers by name, in the module's order; they outlive all scopes. */
  public Map<String, Tensor> buffers() {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Scope.run(
        () -> {
          named_buffer_list list = raw.named_buffers();
          for (named_buffer_iterator i = list.begin(); i.notEquals(list.end()); i.increment()) {
            NamedTensor item = i.access();
            found.put(item.name().getString(), Scope.own(Tensor.copyOfHandle(item.value())));
          }
        });
    return found;
  }

  /**
   * Runs {@code forward} in training mode, as far as the archive's code knows one. Not safe from
   * several threads.
   */
  public Tensor forwardInTraining(Tensor x) {
    raw.train(true);
    try {
      return forward(x);
    } finally {
      raw.eval();
    }
  }

  /**
   * Writes the module as an archive.
   *
   * @throws BadInputException if the engine can't write there
   */
  public void save(Path archive) {
    translated(
        () -> {
          raw.save(archive.toString());
          return archive;
        });
  }

  /** The number of parameters, counted in values. */
  public long parameterCount() {
    return parameters().values().stream().mapToLong(Tensor::count).sum();
  }

  /** The number of buffers, counted in values. */
  public long bufferCount() {
    return buffers().values().stream().mapToLong(Tensor::count).sum();
  }

  /** The signature of {@code forward}, as the engine writes it. */
  public String schema() {
    return Scope.value(
        () -> torch.toString(raw.get_method("forward").function().getSchema()).getString());
  }

  private static void freezeParameters(JitModule module) {
    named_parameter_list list = module.named_parameters();
    for (named_parameter_iterator i = list.begin(); i.notEquals(list.end()); i.increment()) {
      i.access().value().set_requires_grad(false);
    }
  }

  /** A module that outlives the scope in which it was made. */
  private static ScriptModule owned(Supplier<JitModule> maker) {
    return translated(
        () -> {
          try (PointerScope scope = new PointerScope()) {
            JitModule module = maker.get();
            module.retainReference();
            return new ScriptModule(module);
          }
        });
  }

  /** The engine's exceptions are long traces; the reason stands in one of their lines. */
  private static <T> T translated(Supplier<T> block) {
    try {
      return block.get();
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException e) {
      String[] lines =
          String.valueOf(e.getMessage()).lines().map(String::strip).toArray(String[]::new);
      String reason =
          Arrays.stream(lines)
              .filter(line -> line.matches("\\w*(Error|Exception): .+"))
              .reduce((a, b) -> b)
              .orElse(lines.length == 0 ? "no reason given" : lines[0]);
      throw new BadInputException(
          "the engine refuses it: " + reason.replaceFirst("^\\w+: ", ""), e);
    }
  }

  /** Frees the module. It must not be used again. */
  @Override
  public void close() {
    raw.close();
  }
}
