package dev.redoubt.certify.analysis;

import dev.redoubt.BadInputException;
import dev.redoubt.HeapBudget;
import dev.redoubt.certify.Certificate;
import dev.redoubt.certify.Certified;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of certificates: a {@link CohenLog}, or the {@code certificates.jsonl} of a run of ours.
 * Which one it is shows in its first line, not in its name; both may be packed with gzip.
 *
 * @param file where it was read from
 * @param inputs at least one, in the order of the file
 * @param sigma standard deviation of the noise in pixel space, if the file tells it
 * @param alpha the largest probability with which one of the certificates is false, if the file
 *     tells it
 */
public record CertificateFile(
    Path file, List<? extends Certified> inputs, OptionalDouble sigma, OptionalDouble alpha) {
  private static final Pattern SIGMA_IN_NAME =
      Pattern.compile("sigma[_=-]?(\\d+\\.\\d+|\\d+|\\.\\d+)");

  /** Copies. */
  public CertificateFile {
    inputs = List.copyOf(inputs);
  }

  /**
   * Reads a file.
   *
   * @throws BadInputException naming file, line and what was expected there
   */
  public static CertificateFile read(Path file) {
    return read(file, HeapBudget.ofProcess());
  }

  /** Reads a file that may take so much memory. */
  public static CertificateFile read(Path file, HeapBudget budget) {
    try (TextLines text = new TextLines(file, budget)) {
      String first = text.next();
      if (first == null) {
        throw text.wrong(
            "is empty, expected a log with the columns %s, or certificates.jsonl"
                .formatted(String.join(", ", CohenLog.COLUMNS)));
      }
      return first.startsWith("{")
          ? of(file, CertificateLines.read(first, text))
          : new CertificateFile(
              file,
              CohenParser.read(first, text).lines(),
              OptionalDouble.empty(),
              OptionalDouble.empty());
    }
  }

  private static CertificateFile of(Path file, List<Certificate> certificates) {
    double sigma = certificates.get(0).sigma();
    return new CertificateFile(
        file,
        certificates,
        Double.isNaN(sigma) ? OptionalDouble.empty() : OptionalDouble.of(sigma),
        certificates.stream().mapToDouble(Certificate::alpha).max());
  }

  /** The sigma that a name like {@code sigma_0.25} tells, as the logs of Cohen et al. are named. */
  public OptionalDouble sigmaInName() {
    Path name = file.getFileName();
    Matcher matcher = SIGMA_IN_NAME.matcher(name == null ? "" : name.toString());
    return matcher.find()
        ? OptionalDouble.of(Double.parseDouble(matcher.group(1)))
        : OptionalDouble.empty();
  }

  /** What the certificates amount to. */
  public Analysis analysis() {
    return Analysis.of(inputs, alpha);
  }
}
