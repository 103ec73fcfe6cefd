package dev.redoubt.audit;

import dev.redoubt.certify.CertificateJournal;
import dev.redoubt.evaluate.BatchResult;
import dev.redoubt.evaluate.Journal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Journals in memory, whose audit is killed after so many writes. */
final class KeptRuns implements AuditJournal {
  private final Map<String, Map<Integer, BatchResult>> kept = new HashMap<>();
  private int writes;
  private int most;

  /** From now on so many are written, and no more. */
  void allow(int more) {
    writes = 0;
    most = more;
  }

  /** How many have been written since. */
  synchronized int writes() {
    return writes;
  }

  @Override
  public <T> T with(String run, Function<Journal, T> work) {
    Map<Integer, BatchResult> own = kept.computeIfAbsent(run, name -> new HashMap<>());
    return work.apply(
        new Journal() {
          @Override
          public Optional<BatchResult> read(int batch) {
            synchronized (KeptRuns.this) {
              return Optional.ofNullable(own.get(batch));
            }
          }

          @Override
          public void write(int batch, BatchResult result) {
            synchronized (KeptRuns.this) {
              writes++;
              if (writes > most) {
                throw new IllegalStateException("killed");
              }
              own.put(batch, result);
            }
          }
        });
  }

  @Override
  public <T> T withCertificates(Function<CertificateJournal, T> work) {
    return work.apply(CertificateJournal.NONE);
  }
}
