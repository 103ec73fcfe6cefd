package dev.redoubt.certify;

import java.util.Map;

/** Where certificates are kept as they come, so that a run that was stopped loses none. */
public interface CertificateJournal {
  /** A journal that keeps nothing. */
  CertificateJournal NONE =
      new CertificateJournal() {
        @Override
        public Map<Long, Certificate> certificates() {
          return Map.of();
        }

        @Override
        public Map<Long, TrialState> underWay() {
          return Map.of();
        }

        @Override
        public void add(Certificate certificate) {}

        @Override
        public void add(TrialState state) {}
      };

  /** What an earlier run has finished, by sample. */
  Map<Long, Certificate> certificates();

  /** What an earlier run had under way, by sample. */
  Map<Long, TrialState> underWay();

  /** Keeps a certificate. */
  void add(Certificate certificate);

  /** Keeps what is known of an input so far. */
  void add(TrialState state);
}
