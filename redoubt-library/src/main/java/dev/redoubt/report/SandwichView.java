package dev.redoubt.report;

import dev.redoubt.audit.Audit;
import dev.redoubt.audit.Share;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Clean, attacked and certified accuracy on one scale: what is true lies between the last two.
 *
 * @param layers from the widest to the narrowest
 * @param band where the true robust accuracy of the samples lies
 * @param claim the claim as text, empty if there is none
 * @param claimAt where it stands on the scale
 * @param claimFar whether it stands so far to the right that its caption belongs to its left
 */
record SandwichView(List<Layer> layers, Band band, String claim, String claimAt, boolean claimFar) {
  /** One accuracy. */
  record Layer(String name, String style, ModelView.Share share) {}

  /**
   * Where the truth lies.
   *
   * @param inequality what stands on either side of it
   * @param text its ends
   */
  record Band(String inequality, String text, String low, String spread) {}

  static SandwichView of(Audit audit) {
    List<Layer> layers = new ArrayList<>();
    layers.add(layer("Clean", "clean", audit.clean()));
    layers.add(layer("Attacked (robust accuracy)", "attacked", audit.robust()));
    Share certified = audit.certified();
    if (certified != null) {
      layers.add(layer("Certified", "certified", certified));
    }
    Double claim = audit.plan().claim().orElse(null);
    return new SandwichView(
        List.copyOf(layers),
        band(certified, audit.robust()),
        claim == null ? "" : "claim " + Numbers.percent(claim),
        claim == null ? "" : ModelView.length(claim),
        claim != null && claim > .5);
  }

  private static Layer layer(String name, String style, Share share) {
    return new Layer(name, style, ModelView.Share.of(share.estimate(), share.low(), share.high()));
  }

  private static Band band(@Nullable Share certified, Share robust) {
    double low = certified == null ? 0 : certified.estimate();
    double high = robust.estimate();
    return new Band(
        certified == null ? "true ≤ attacked" : "certified ≤ true ≤ attacked",
        certified == null
            ? "at most " + Numbers.percent(high)
            : Numbers.percent(low) + " to " + Numbers.percent(high),
        ModelView.length(low),
        ModelView.length(high - low));
  }
}
