package dev.redoubt.audit;

import java.util.List;

/**
 * What became of a second look at an audit's files.
 *
 * @param witnesses that were re-checked
 * @param certificates that were made again
 * @param problems what does not agree with the files, sentences; empty if all does
 * @param recorded the verdict in the files
 * @param again the verdict that the files lead to, with what was found wrong left out
 */
public record Verification(
    int witnesses, int certificates, List<String> problems, Verdict recorded, Verdict again) {
  /** Copies. */
  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether the verdict stands: everything agrees. */
  public boolean stands() {
    return problems.isEmpty() && recorded == again;
  }
}
