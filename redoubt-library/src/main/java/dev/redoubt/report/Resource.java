package dev.redoubt.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Text on the class path that goes into the page as it is. */
final class Resource {
  private static final String CHART_POM = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private Resource() {}

  /** One of this package's own resources. */
  static String own(String name) throws IOException {
    return text("dev/redoubt/report/" + name);
  }

  /** The source of Chart.js, safe to stand inside a {@code script} element. */
  static String chartLibrary() throws IOException {
    Properties pom = new Properties();
    try (InputStream in = open(CHART_POM)) {
      pom.load(in);
    }
    String version = pom.getProperty("version");
    String script =
        text("META-INF/resources/webjars/chart.js/" + version + "/dist/chart.umd.min.js");
    // A source map would be looked for next to the report.
    return script
        .replaceAll("(?m)^//# sourceMappingURL=.*$", "")
        .replace("</script", "<\\/script")
        .strip();
  }

  private static String text(String path) throws IOException {
    try (InputStream in = open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static InputStream open(String path) throws IOException {
    InputStream in = Resource.class.getClassLoader().getResourceAsStream(path);
    if (in == null) {
      throw new IOException("the class path lacks " + path);
    }
    return in;
  }
}
