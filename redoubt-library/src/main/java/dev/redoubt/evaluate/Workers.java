package dev.redoubt.evaluate;

import dev.redoubt.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Jobs that are numbered, done by several threads that share the engine's. */
public final class Workers {
  private Workers() {}

  /**
   * Does the jobs 0 to {@code jobs - 1}, each once. With one worker that is the calling thread. A
   * job that throws ends the others' work after the jobs that they are at; then it is rethrown.
   *
   * @param workers threads; each gets its share of the engine's threads
   */
  public static void run(int workers, int jobs, IntConsumer job) {
    if (workers <= 1) {
      for (int i = 0; i < jobs; i++) {
        job.accept(i);
      }
      return;
    }
    int threads = Engine.threads();
    AtomicInteger next = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            workers,
            body -> {
              Thread thread = new Thread(body, "redoubt-worker");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> working = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        working.add(
            pool.submit(
                () -> {
                  Engine.threads(Math.max(1, threads / workers));
                  for (int mine = next.getAndIncrement();
                      mine < jobs;
                      mine = next.getAndIncrement()) {
                    try {
                      job.accept(mine);
                    } catch (Throwable t) {
                      next.set(jobs);
                      throw t;
                    }
                  }
                }));
      }
      working.forEach(Workers::join);
    } finally {
      next.set(jobs);
      pool.shutdown();
      awaitAll(pool);
      Engine.threads(threads); // a new thread takes over what was set last
    }
  }

  /** What the workers use is the caller's: nothing may go on once this has returned or thrown. */
  private static void awaitAll(ExecutorService pool) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Future<?> work) {
    try {
      work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while batches were under way", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
