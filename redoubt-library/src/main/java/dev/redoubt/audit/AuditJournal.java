package dev.redoubt.audit;

import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.evaluate.Journal;
import java.util.function.Function;

/** Where the runs of an audit keep their batches, so that one that was stopped goes on there. */
public interface AuditJournal {
  /**
   * Does something with the journal of one run.
   *
   * @param run its name; the same in every run of the same audit
   */
  <T> T with(String run, Function<Journal, T> work);

  /** Does something with the journal of certificates. */
  <T> T withCertificates(Function<CertificateJournal, T> work);

  /** Keeps nothing. */
  static AuditJournal none() {
    return new AuditJournal() {
      @Override
      public <T> T with(String run, Function<Journal, T> work) {
        return work.apply(Journal.none());
      }

      @Override
      public <T> T withCertificates(Function<CertificateJournal, T> work) {
        return work.apply(CertificateJournal.NONE);
      }
    };
  }
}
