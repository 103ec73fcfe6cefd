package dev.redoubt.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What averaging over more draws breaks, as text.
 *
 * @param sentence how much the last doubling moved
 * @param unsettled whether it still made a difference
 */
record EotView(List<Row> rounds, String sentence, boolean unsettled) {
  /** The attacks with one number of draws. */
  record Row(
      String draws, ModelView.Share robust, String forwards, String backwards, String seconds) {}

  /** Formats the rounds, if there are any. */
  static @Nullable EotView of(@Nullable EotRounds eot, int samples) {
    if (eot == null) {
      return null;
    }
    List<Row> rows =
        eot.rounds().stream()
            .map(
                round ->
                    new Row(
                        draws(round.draws()),
                        ModelView.Share.of(round.robustAccuracy(), samples),
                        Numbers.count(round.forwards()),
                        Numbers.count(round.backwards()),
                        Numbers.duration(round.seconds())))
            .toList();
    return new EotView(rows, eot.sentence(), eot.unsettled());
  }

  private static String draws(int number) {
    return Numbers.count(number) + (number == 1 ? " draw" : " draws");
  }
}
