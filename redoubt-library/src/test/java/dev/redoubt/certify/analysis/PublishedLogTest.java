package dev.redoubt.certify.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.redoubt.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs that Cohen et al. published, and what they made of them. */
class PublishedLogTest {
  private static final String LOGS = "smoothing/data/certify/cifar10/resnet110/noise_0.25/test/";
  private static final String TABLE = "smoothing/analysis/markdown/vary_noise_cifar10";

  @Test
  void publishedNumbersComeOut() {
    CertificateFile file = CertificateFile.read(SharedData.require(LOGS + "sigma_0.25"));
    Analysis analysis = file.analysis();

    assertThat(file.sigmaInName()).hasValue(.25);
    assertThat(analysis.samples()).isEqualTo(500);
    assertThat(List.of(0.0, .25, .5, .75))
        .map(r -> analysis.at(r).certifiedAccuracy())
        .containsExactly(.748, .600, .428, .266);
    assertThat(analysis.acr()).isCloseTo(.4289, within(5e-5));
    assertThat(analysis.abstain()).isEqualTo(.086);
  }

  /** The row of the network trained at this sigma, to the printed digit. */
  @Test
  void analysisTableComesOut() throws IOException {
    Analysis analysis = CertificateFile.read(SharedData.require(LOGS + "sigma_0.25")).analysis();
    List<String> table = Files.readAllLines(SharedData.require(TABLE));
    List<String> radii = numbers(table.get(0));
    List<String> row = numbers(table.get(3).replaceAll("<b>(.*?)</b>", "$1"));

    assertThat(row.get(0)).isEqualTo("0.25");
    assertThat(radii).hasSize(6).first().isEqualTo("0.25");
    assertThat(radii)
        .map(r -> analysis.at(Double.parseDouble(r)).certifiedAccuracy())
        .map(share -> String.format(Locale.ROOT, "%.2f", share))
        .isEqualTo(row.subList(1, row.size()));
  }

  @Test
  void bothFormsOfTimeAreRead() {
    List<CohenLine> seconds = lines("sigma_0.25");
    List<CohenLine> clock = lines("sigma_0.50");

    assertThat(seconds.get(0)).isEqualTo(new CohenLine(0, 3, 3, .378, 15.4));
    assertThat(clock.get(0)).isEqualTo(new CohenLine(0, 3, 1, .0186, 14.206886));
  }

  /** The log with the times of the reference's present script, byte by byte. */
  @Test
  void writtenLogIsThePublishedOne(@TempDir Path folder) {
    Path published = SharedData.require(LOGS + "sigma_0.50");
    Path copy = folder.resolve("copy");
    new CohenLog(lines("sigma_0.50")).write(copy);

    assertThat(copy).hasSameTextualContentAs(published);
  }

  private static List<CohenLine> lines(String log) {
    List<CohenLine> lines = new ArrayList<>();
    CertificateFile.read(SharedData.require(LOGS + log))
        .inputs()
        .forEach(line -> lines.add((CohenLine) line));
    return lines;
  }

  private static List<String> numbers(String row) {
    return Pattern.compile("\\d+\\.\\d+").matcher(row).results().map(MatchResult::group).toList();
  }
}
