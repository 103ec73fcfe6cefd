package dev.redoubt.tensor;

import dev.redoubt.BadInputException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors live and are computed on.
 *
 * @param kind {@code cpu} or {@code cuda}
 * @param index the index of the CUDA device, 0 for the CPU
 */
public record Device(Kind kind, int index) {
  /** The kinds of device. */
  public enum Kind {
    /** The host's processors: always there. */
    CPU,
    /** An NVIDIA GPU, where the engine's natives were built for it. */
    CUDA
  }

  /** The host. */
  public static final Device CPU = new Device(Kind.CPU, 0);

  private static final Pattern SPEC = Pattern.compile("cpu|cuda(?::(\\d{1,3}))?");

  /**
   * Reads {@code cpu}, {@code cuda} or {@code cuda:N}.
   *
   * @throws BadInputException if the text is none of these or this machine has no such device
   */
  public static Device parse(String text) {
    Matcher matcher = SPEC.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new BadInputException("device '" + text + "' is unknown: expected cpu, cuda or cuda:N");
    }
    if (matcher.group().equals("cpu")) {
      return CPU;
    }
    Engine.start();
    int index = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    int count = torch.cuda_is_available() ? Byte.toUnsignedInt(torch.cuda_device_count()) : 0;
    if (index >= count) {
      throw new BadInputException(
          "device '"
              + text
              + "' is not there: this engine sees "
              + count
              + " CUDA devices (use --device cpu)");
    }
    return new Device(Kind.CUDA, index);
  }

  org.bytedeco.pytorch.Device raw() {
    return kind == Kind.CPU
        ? new org.bytedeco.pytorch.Device("cpu")
        : new org.bytedeco.pytorch.Device("cuda:" + index);
  }

  @Override
  public String toString() {
    return kind == Kind.CPU ? "cpu" : "cuda:" + index;
  }
}
