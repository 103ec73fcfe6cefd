package dev.redoubt.report;

import java.util.List;

/**
 * What is needed to run a report again and to trust that it is the same run.
 *
 * @param version version of Redoubt
 * @param commandLine the command line, program name first
 * @param seed the seed that keys every random draw
 * @param dataDigest SHA-256 (hex) of the samples
 * @param host operating system, architecture and number of processors
 * @param java the Java runtime
 * @param engine name and version of the tensor engine
 * @param threads threads that the engine computed with
 * @param device where it computed: {@code cpu}, {@code cuda:0} …
 * @param started when the run began: an ISO-8601 instant
 */
public record Provenance(
    String version,
    List<String> commandLine,
    long seed,
    String dataDigest,
    String host,
    String java,
    String engine,
    int threads,
    String device,
    String started) {
  /** Copies. */
  public Provenance {
    commandLine = List.copyOf(commandLine);
  }

  /**
   * The same for a part of the run that another command would do alone.
   *
   * @param command its command line, program name first
   * @param data SHA-256 (hex) of its samples
   */
  public Provenance by(List<String> command, String data) {
    return new Provenance(
        version, command, seed, data, host, java, engine, threads, device, started);
  }
}
