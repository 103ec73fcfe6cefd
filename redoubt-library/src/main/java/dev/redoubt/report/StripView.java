package dev.redoubt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Samples on their way through the stages of a defence, as pictures.
 *
 * @param cards what to show
 * @param omitted samples left out so that the page stays small
 * @param characters how many the pictures take
 */
record StripView(List<Card> cards, int omitted, int characters) {
  private static final float GREY = 0.5f;

  /** Larger pictures than they are shown are thinned out. */
  private static final int LARGEST = 128;

  /**
   * One sample.
   *
   * @param columns where it is: the input, then the stages
   * @param rows the sample, the attacked sample, and the difference of the two
   */
  record Card(String id, String label, List<String> columns, List<Row> rows) {
    int size() {
      return rows.stream()
          .flatMap(row -> row.cells().stream())
          .mapToInt(cell -> cell.text().length())
          .sum();
    }
  }

  /**
   * A row of pictures.
   *
   * @param answer what the model says in the end; empty for differences
   */
  record Row(String name, List<Cell> cells, String answer, boolean wrong) {}

  /**
   * A picture, or words in its place.
   *
   * @param text where the picture is, or the words
   * @param alt the picture in words
   */
  record Cell(boolean picture, String text, String alt) {}

  /** Draws the samples as long as they fit into {@code room} characters. */
  static StripView of(List<StageStrip> strips, int room) {
    List<Card> cards = new ArrayList<>();
    int used = 0;
    for (StageStrip strip : strips) {
      Card card = card(strip);
      if (used + card.size() <= room) {
        used += card.size();
        cards.add(card);
      }
    }
    return new StripView(List.copyOf(cards), strips.size() - cards.size(), used);
  }

  private static Card card(StageStrip strip) {
    List<Row> rows = new ArrayList<>();
    rows.add(row("clean", strip, StageStrip.Step::clean, strip.cleanAnswer(), false));
    if (strip.broken()) {
      rows.add(row("attacked", strip, StageStrip.Step::attacked, strip.attackedAnswer(), true));
      // Everywhere as much magnified as at the input, so that the pictures can be compared.
      StageStrip.Step input = strip.steps().get(0);
      double factor = Magnification.of(input.clean(), input.attacked());
      String name = "difference × " + Numbers.number(factor);
      rows.add(row(name, strip, step -> difference(step, factor), "", false));
    }
    return new Card(
        Long.toString(strip.id()),
        strip.label(),
        strip.steps().stream().map(StageStrip.Step::name).toList(),
        rows);
  }

  private static Row row(
      String name,
      StageStrip strip,
      Function<StageStrip.Step, float[]> pixels,
      String answer,
      boolean wrong) {
    int channels = strip.steps().get(0).shape()[0];
    List<Cell> cells = new ArrayList<>();
    for (StageStrip.Step step : strip.steps()) {
      boolean drawn = step.shape().length == 3 && step.shape()[0] == channels;
      cells.add(
          drawn
              ? new Cell(
                  true,
                  picture(step.shape(), pixels.apply(step)),
                  "Sample %d, %s, %s".formatted(strip.id(), name, step.name()))
              : new Cell(false, "no picture: " + Arrays.toString(step.shape()), ""));
    }
    return new Row(name, cells, answer, wrong);
  }

  /**
   * Takes pixels at even distances rather than means, which would smooth away what is looked for.
   */
  private static String picture(int[] shape, float[] values) {
    int every = (Math.max(shape[1], shape[2]) + LARGEST - 1) / LARGEST;
    int[] thin = {shape[0], (shape[1] + every - 1) / every, (shape[2] + every - 1) / every};
    float[] taken = new float[thin[0] * thin[1] * thin[2]];
    for (int i = 0; i < taken.length; i++) {
      int row = i / thin[2];
      int channel = row / thin[1];
      taken[i] =
          values[(channel * shape[1] + row % thin[1] * every) * shape[2] + i % thin[2] * every];
    }
    return Pixels.dataUri(thin, taken);
  }

  private static float[] difference(StageStrip.Step step, double factor) {
    float[] difference = new float[step.clean().length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = (float) (GREY + factor * (step.attacked()[i] - step.clean()[i]));
    }
    return difference;
  }
}
