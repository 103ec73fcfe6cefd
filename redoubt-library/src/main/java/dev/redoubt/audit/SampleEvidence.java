package dev.redoubt.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.redoubt.certify.Certificate;
import dev.redoubt.evaluate.SampleOutcome;
import dev.redoubt.evaluate.Status;
import org.jspecify.annotations.Nullable;

/**
 * The strongest evidence on one sample: a witness that breaks it, a certificate that nothing does,
 * or neither. One line of an audit's {@code samples.jsonl}.
 *
 * @param outcome what the attacks came to
 * @param witness the input that breaks it; null unless broken
 * @param certificate what is proven of it; null if nothing was tried
 */
@SuppressWarnings("ArrayRecordComponent") // pixels, never compared
public record SampleEvidence(
    @JsonUnwrapped SampleOutcome outcome,
    @JsonIgnore float @Nullable [] witness,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Certificate certificate) {
  /** Whether it is right and nothing has broken it. */
  @JsonIgnore
  public boolean isRobust() {
    return outcome.status() == Status.SURVIVED;
  }

  /** Whether a witness refutes it that 64-bit arithmetic agrees on. */
  @JsonIgnore
  public boolean isSurelyNotRobust() {
    return outcome.status() == Status.MISCLASSIFIED
        || (outcome.status() == Status.BROKEN && !outcome.fragile());
  }

  /** Whether its class is proven at the radius. */
  @JsonIgnore
  public boolean isCertifiedAt(double radius) {
    return certificate != null && certificate.holds(radius);
  }
}
