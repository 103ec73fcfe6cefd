package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class GalleryViewTest {
  @Test
  void magnifiesAroundMidGrey() throws IOException {
    float[] clean = {0.5f, 0.5f, 0.5f, 0.5f};
    float[] adversarial = {0.5f, 0.55f, 0.45f, 0.5f};
    GalleryView.Card card = card(new int[] {1, 2, 2}, clean, adversarial);
    assertThat(card.factor()).isEqualTo("10");
    BufferedImage shown = decode(card.perturbation());
    assertThat(grey(shown, 0, 0)).isEqualTo(128);
    assertThat(grey(shown, 1, 0)).isBetween(254, 255);
    assertThat(grey(shown, 0, 1)).isBetween(0, 1);
  }

  @Test
  void keepsChannelsAndOrientation() throws IOException {
    // One red pixel at the right end of the first row, one blue at the left end of the second.
    float[] clean = {0, 0, 1, 0, 0, 0, /* green */ 0, 0, 0, 0, 0, 0, /* blue */ 0, 0, 0, 1, 0, 0};
    BufferedImage shown = decode(card(new int[] {3, 2, 3}, clean, clean).clean());
    assertThat(shown.getWidth()).isEqualTo(3);
    assertThat(shown.getRGB(2, 0)).isEqualTo(0xffff0000);
    assertThat(shown.getRGB(0, 1)).isEqualTo(0xff0000ff);
    assertThat(shown.getRGB(1, 1)).isEqualTo(0xff000000);
  }

  @Test
  void unchangedSamplesAreNotMagnified() {
    float[] clean = {0.2f};
    assertThat(card(new int[] {1, 1, 1}, clean, clean).factor()).isEqualTo("1");
  }

  @Test
  void tablesHaveNoPicture() {
    float[] row = {1, 2};
    GalleryItem item = new GalleryItem(1, new int[] {2}, row, row, "yes", "yes", 1, "no", 1, 0.1);
    GalleryView view = GalleryView.of(List.of(item), 1000);
    assertThat(view.cards()).isEmpty();
    assertThat(view.omitted()).isEqualTo(1);
  }

  private static GalleryView.Card card(int[] shape, float[] clean, float[] adversarial) {
    GalleryItem item = new GalleryItem(1, shape, clean, adversarial, "a", "a", 0.9, "b", 0.8, 0.05);
    return GalleryView.of(List.of(item), 100_000).cards().get(0);
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  private static BufferedImage decode(String uri) throws IOException {
    byte[] png = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
