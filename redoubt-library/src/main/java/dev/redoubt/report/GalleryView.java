package dev.redoubt.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The gallery in the manner of the figure of Goodfellow et al. (2015): clean + perturbation,
 * magnified = adversarial.
 *
 * @param cards what to show
 * @param omitted samples left out so that the page stays small
 */
record GalleryView(List<Card> cards, int omitted) {
  /**
   * One sample, as text and pictures.
   *
   * @param factor by how much the perturbation is magnified
   * @param broken whether the prediction on the adversarial picture is wrong
   */
  record Card(
      String id,
      String label,
      String cleanPrediction,
      String cleanConfidence,
      String adversarialPrediction,
      String adversarialConfidence,
      String distance,
      String factor,
      boolean broken,
      String clean,
      String perturbation,
      String adversarial) {
    int size() {
      return clean.length() + perturbation.length() + adversarial.length();
    }
  }

  /** Draws the images among {@code items} as long as they fit into {@code characters}. */
  static GalleryView of(List<GalleryItem> items, int characters) {
    List<Card> cards = new ArrayList<>();
    int used = 0;
    int omitted = 0;
    for (GalleryItem item : items) {
      if (!item.isImage()) {
        omitted++;
        continue;
      }
      Card card = card(item);
      if (used + card.size() > characters) {
        omitted++;
      } else {
        used += card.size();
        cards.add(card);
      }
    }
    return new GalleryView(List.copyOf(cards), omitted);
  }

  private static Card card(GalleryItem item) {
    double factor = Magnification.of(item.clean(), item.adversarial());
    float[] perturbation = new float[item.clean().length];
    for (int i = 0; i < perturbation.length; i++) {
      perturbation[i] = (float) (0.5 + factor * (item.adversarial()[i] - item.clean()[i]));
    }
    return new Card(
        Long.toString(item.id()),
        item.label(),
        item.cleanPrediction(),
        confidence(item.cleanConfidence()),
        item.adversarialPrediction(),
        confidence(item.adversarialConfidence()),
        Numbers.number(item.distance()),
        Numbers.number(factor),
        item.broken(),
        Pixels.dataUri(item.shape(), item.clean()),
        Pixels.dataUri(item.shape(), perturbation),
        Pixels.dataUri(item.shape(), item.adversarial()));
  }

  private static String confidence(double share) {
    return Double.isNaN(share) ? "" : Numbers.percent(share);
  }
}
