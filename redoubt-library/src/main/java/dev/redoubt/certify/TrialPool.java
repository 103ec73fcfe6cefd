package dev.redoubt.certify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * The inputs that are under way. Workers take draws from it, batch by batch, and bring back the
 * answers; as one input ends the next takes its place, so that batches stay full. Draws of one
 * input may be with several workers.
 */
final class TrialPool {
  private final Supplier<Optional<Trial>> next;
  private final ObjIntConsumer<Trial> looked;
  private final Deque<Trial> open = new ArrayDeque<>();
  private int underWay;
  private boolean failed;

  /**
   * A pool.
   *
   * @param next opens the next input, empty when there are no more
   * @param looked is told of each trial whose draws have come back, and how many
   */
  TrialPool(Supplier<Optional<Trial>> next, ObjIntConsumer<Trial> looked) {
    this.next = next;
    this.looked = looked;
  }

  /**
   * Draws to be made, as many as there are up to {@code rows}, older inputs first; waits while all
   * are with other workers. None when everything has ended.
   */
  synchronized List<Trial.Slice> take(int rows) throws InterruptedException {
    while (true) {
      List<Trial.Slice> slices = new ArrayList<>();
      int free = rows;
      Iterator<Trial> trials = open.iterator();
      while (free > 0 && trials.hasNext()) {
        Trial trial = trials.next();
        if (trial.open() > 0) {
          Trial.Slice slice = trial.take(Math.min(free, trial.open()));
          slices.add(slice);
          free -= slice.count();
        }
      }
      while (free > 0 && !failed) {
        Optional<Trial> fresh = next.get();
        if (fresh.isEmpty()) {
          break;
        }
        open.add(fresh.get());
        Trial.Slice slice = fresh.get().take(Math.min(free, fresh.get().open()));
        slices.add(slice);
        free -= slice.count();
      }
      if (!slices.isEmpty() && !failed) {
        underWay++;
        return slices;
      }
      if (underWay == 0 || failed) {
        return List.of();
      }
      wait();
    }
  }

  /** Brings back the classes of a batch, in the order of its slices. */
  synchronized void answer(List<Trial.Slice> slices, int[] classes, double seconds) {
    int from = 0;
    for (Trial.Slice slice : slices) {
      double share = slice.count() / (double) classes.length;
      slice.trial().answer(classes, from, slice.count(), seconds * share);
      from += slice.count();
      looked.accept(slice.trial(), slice.count());
    }
    open.removeIf(Trial::finished);
    underWay--;
    notifyAll();
  }

  /** Lets nobody wait for answers that will not come. */
  synchronized void fail() {
    failed = true;
    notifyAll();
  }
}
