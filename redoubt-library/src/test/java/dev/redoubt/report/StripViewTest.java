package dev.redoubt.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class StripViewTest {
  private static final int[] SHAPE = {1, 1, 2};

  @Test
  void differencesAreMagnifiedAlikeInAllColumns() throws IOException {
    StageStrip strip =
        new StageStrip(
            3,
            "stop",
            "stop",
            "yield",
            List.of(
                new StageStrip.Step("input", SHAPE, floats(.5f, .5f), floats(.55f, .45f)),
                new StageStrip.Step("half", SHAPE, floats(.5f, .5f), floats(.525f, .5f))));
    StripView.Card card = StripView.of(List.of(strip), 100_000).cards().get(0);

    assertThat(card.columns()).containsExactly("input", "half");
    assertThat(card.rows())
        .extracting(StripView.Row::name)
        .containsExactly("clean", "attacked", "difference × 10");
    assertThat(card.rows()).extracting(StripView.Row::answer).containsExactly("stop", "yield", "");
    StripView.Row difference = card.rows().get(2);
    assertThat(grey(difference.cells().get(0), 0)).isBetween(254, 255);
    assertThat(grey(difference.cells().get(0), 1)).isBetween(0, 1);
    assertThat(grey(difference.cells().get(1), 0)).isBetween(190, 193);
    assertThat(grey(difference.cells().get(1), 1)).isEqualTo(128);
    assertThat(grey(card.rows().get(1).cells().get(0), 0)).isEqualTo(140);
  }

  @Test
  void whatIsNoImageIsSaid() {
    StripView.Card card = StripView.of(List.of(DefenceFixtures.strip(2)), 1_000_000).cards().get(0);
    assertThat(card.rows().get(0).cells())
        .extracting(StripView.Cell::picture)
        .containsExactly(true, true, false);
    assertThat(card.rows().get(0).cells().get(2).text()).isEqualTo("no picture: [48, 32, 32]");
  }

  @Test
  void survivorsHaveOneRow() {
    StageStrip strip =
        new StageStrip(
            3,
            "stop",
            "stop",
            "",
            List.of(new StageStrip.Step("input", SHAPE, floats(0, 1), new float[0])));
    assertThat(StripView.of(List.of(strip), 100_000).cards().get(0).rows()).hasSize(1);
  }

  @Test
  void stopsWhereThereIsNoRoomLeft() {
    StageStrip strip = DefenceFixtures.strip(1);
    int one = StripView.of(List.of(strip), 1_000_000).characters();
    StripView two = StripView.of(List.of(strip, strip, strip), 2 * one + 5);
    assertThat(two.cards()).hasSize(2);
    assertThat(two.characters()).isEqualTo(2 * one);
  }

  @Test
  void largePicturesAreThinnedOut() throws IOException {
    float[] stripes = new float[2 * 3 * 300];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = i % 300 % 3 == 0 && i / 300 % 3 == 0 ? i % 300 / 300f : 1;
    }
    StageStrip.Step step =
        new StageStrip.Step("input", new int[] {1, 6, 300}, stripes, new float[0]);
    StripView.Card card =
        StripView.of(List.of(new StageStrip(3, "a", "a", "", List.of(step))), 100_000)
            .cards()
            .get(0);
    StripView.Cell cell = card.rows().get(0).cells().get(0);
    assertThat(grey(cell, 0)).isZero();
    assertThat(grey(cell, 50)).isEqualTo(128);
    assertThat(grey(cell, 99)).isEqualTo(252);
  }

  private static float[] floats(float... values) {
    return values;
  }

  private static int grey(StripView.Cell cell, int x) throws IOException {
    byte[] png = Base64.getDecoder().decode(cell.text().substring(cell.text().indexOf(',') + 1));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    return image.getRaster().getSample(x, 0, 0);
  }
}
