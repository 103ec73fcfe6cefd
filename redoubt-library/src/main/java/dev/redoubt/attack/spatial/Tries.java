package dev.redoubt.attack.spatial;

import dev.redoubt.BadInputException;
import dev.redoubt.tensor.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which moves are tried, within the largest ones. */
public sealed interface Tries {
  /** The most moves of a sample. */
  int MOST = 1_000_000;

  /** How many there are for each sample. */
  int count();

  /**
   * The moves of one sample, in order.
   *
   * @param most the largest of each kind, both ways
   */
  List<Move> of(Extent most, RandomStream stream);

  /** What it is, by name. */
  Map<String, Object> settings();

  /**
   * The largest moves.
   *
   * @param degrees rotation
   * @param shift share of each side
   * @param scale by how much the factor may differ from 1
   */
  record Extent(double degrees, double shift, double scale) {}

  /**
   * All combinations of evenly spaced values, from one end to the other (Engstrom et al. 2019,
   * section 3.2). Of what may not move there is one value alone.
   *
   * @param rotations how many angles, at least 1; a single one is 0
   * @param shifts how many along each side
   * @param scales how many factors
   */
  record Grid(int rotations, int shifts, int scales) implements Tries {
    /** Checks. */
    public Grid {
      if (rotations < 1 || shifts < 1 || scales < 1) {
        throw new BadInputException(
            "a grid of moves wants at least 1 rotation, 1 shift and 1 scale, not %d, %d and %d"
                .formatted(rotations, shifts, scales));
      }
      double all = (double) rotations * shifts * shifts * scales;
      if (all > MOST) {
        throw new BadInputException(
            "a grid of moves may have up to %d points, not %.0f".formatted(MOST, all));
      }
    }

    @Override
    public int count() {
      return rotations * shifts * shifts * scales;
    }

    @Override
    public List<Move> of(Extent most, RandomStream stream) {
      List<Move> moves = new ArrayList<>(count());
      for (int i = 0; i < count(); i++) {
        int rest = i / rotations;
        moves.add(
            new Move(
                at(i % rotations, rotations, most.degrees),
                at(rest % shifts, shifts, most.shift),
                at(rest / shifts % shifts, shifts, most.shift),
                1 + at(rest / shifts / shifts, scales, most.scale)));
      }
      return moves;
    }

    private static double at(int place, int places, double most) {
      return places == 1 ? 0 : most * (2.0 * place / (places - 1) - 1);
    }

    @Override
    public Map<String, Object> settings() {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("rotations", rotations);
      settings.put("shifts", shifts);
      settings.put("scales", scales);
      return settings;
    }
  }

  /**
   * Uniform draws, each sample's own ("worst of k", Engstrom et al. 2019, section 3.2).
   *
   * @param count at least 1
   */
  record WorstOf(int count) implements Tries {
    /** Checks. */
    public WorstOf {
      if (count < 1 || count > MOST) {
        throw new BadInputException(
            "random moves want a number from 1 to %d, not %d".formatted(MOST, count));
      }
    }

    @Override
    public List<Move> of(Extent most, RandomStream stream) {
      List<Move> moves = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        moves.add(
            new Move(
                within(most.degrees, stream),
                within(most.shift, stream),
                within(most.shift, stream),
                1 + within(most.scale, stream)));
      }
      return moves;
    }

    private static double within(double most, RandomStream stream) {
      return most * (2 * stream.uniform() - 1);
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of("worst_of", count);
    }
  }
}
