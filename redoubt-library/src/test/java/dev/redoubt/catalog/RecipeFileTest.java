package dev.redoubt.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes as files. That those of Redoubt are accepted by the command line is tested there. */
class RecipeFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void ownOnesAreReadableAndTitled() {
    for (String name : RecipeFile.NAMES) {
      RecipeFile recipe = RecipeFile.read(name);
      assertThat(recipe.title()).as(name).isNotBlank();
      assertThat(recipe.options()).as(name).containsKey("method");
    }
  }

  @Test
  void fileKeepsItsOrderAndLosesItsComments() throws IOException {
    Path file = folder.resolve("mine.recipe");
    Files.writeString(file, "# Mine\n# more\n\n method = pgd \nthreat=linf:8/255\nepochs = 3\n");
    RecipeFile recipe = RecipeFile.read(file.toString());

    assertThat(recipe.title()).isEqualTo("Mine");
    assertThat(recipe.options().entrySet().stream().map(Object::toString))
        .containsExactly("method=pgd", "threat=linf:8/255", "epochs=3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"method pgd", "= pgd", "Method = pgd", "epochs = 1\nepochs = 2", "--a=b"})
  void unreadableLinesAreNamed(String text) throws IOException {
    Path file = folder.resolve("bad.recipe");
    Files.writeString(file, "# Bad\n" + text + "\n");

    assertThatThrownBy(() -> RecipeFile.read(file.toString()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("bad.recipe", "line ");
  }

  @Test
  void unknownOneSuggestsTheNearest() {
    assertThatThrownBy(() -> RecipeFile.read("mnist-tradse"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mnist-trades");
  }
}
