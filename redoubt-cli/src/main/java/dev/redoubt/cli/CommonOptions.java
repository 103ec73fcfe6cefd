package dev.redoubt.cli;

import dev.redoubt.tensor.Device;
import dev.redoubt.tensor.Engine;
import picocli.CommandLine.Option;

/** What every command takes. */
final class CommonOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads for the engine (default: one a core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of every random draw (default: ${DEFAULT-VALUE}).")
  long seed = 0;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(names = "--debug", description = "Show the stack trace of an error.")
  boolean debug;

  @Option(names = "--quiet", description = "No progress, no table: only errors.")
  boolean quiet;

  /** Starts the engine with these settings, and gives the device. */
  Device start() {
    Engine.threads(threads);
    return Device.parse(device);
  }

  int threads() {
    return threads;
  }
}
