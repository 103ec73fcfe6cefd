import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The audits in a folder as a table in Markdown. */
final class Table {
  private Table() {}

  public static void main(String[] args) throws Exception {
    System.out.println(
        "| net | threat | samples | clean | naive | robust | certified | claim | verdict | flags | seconds |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    List<Path> audits = new ArrayList<>();
    try (Stream<Path> folders = Files.list(Path.of(args[0]))) {
      folders
          .map(folder -> folder.resolve("audit.json"))
          .filter(Files::exists)
          .sorted()
          .forEach(audits::add);
    }
    for (Path audit : audits) {
      JsonNode root = new ObjectMapper().readTree(audit.toFile());
      List<String> flags = new ArrayList<>();
      for (JsonNode check : root.path("checks")) {
        if (check.path("flag").asBoolean()) {
          flags.add(
              check.path("id").asText()
                  + (check.path("resolved").asBoolean() ? "" : " **unresolved**"));
        } else if (check.path("void").asBoolean()) {
          flags.add(check.path("id").asText() + " void");
        }
      }
      JsonNode claim = root.path("claim");
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s | %.0f |%n",
          audit.getParent().getFileName(),
          root.path("threat").path("text").asText(),
          root.path("samples").asInt(),
          share(root.path("clean_accuracy"), false),
          share(root.path("naive_accuracy"), false),
          share(root.path("robust_accuracy"), true),
          share(root.path("certified_accuracy"), false),
          claim.isNull() ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * claim.asDouble()),
          root.path("verdict").asText(),
          flags.isEmpty() ? "–" : String.join(", ", flags),
          root.path("cost").path("seconds").asDouble());
    }
  }

  private static String share(JsonNode share, boolean interval) {
    if (share.isNull() || share.isMissingNode()) {
      return "–";
    }
    String estimate = String.format(Locale.ROOT, "%.1f %%", 100 * share.path("estimate").asDouble());
    return interval
        ? estimate
            + String.format(
                Locale.ROOT,
                " [%.1f, %.1f]",
                100 * share.path("low").asDouble(),
                100 * share.path("high").asDouble())
        : estimate;
  }
}
