package dev.redoubt.certify.sequential;

/** A test that spends one alpha over the looks of a schedule. */
abstract class AtLooks implements SequentialTest {
  private final double alpha;
  private final Looks schedule;

  AtLooks(double alpha, Looks schedule) {
    this.alpha = alpha;
    this.schedule = schedule;
  }

  @Override
  public final double alpha() {
    return alpha;
  }

  @Override
  public final int cap() {
    return schedule.cap();
  }

  @Override
  public final int nextLook(int draws) {
    return schedule.next(draws);
  }
}
