package dev.redoubt;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Arrays;

/** The floors of ARCHITECTURE.md: a package uses only what stands below it. */
@AnalyzeClasses(packages = "dev.redoubt", importOptions = DoNotIncludeTests.class)
final class FloorsTest {
  /** From the ground up. */
  private static final String[] FLOORS = {
    "tensor",
    "nn",
    "data",
    "diffusion",
    "threat",
    "model",
    "pipeline",
    "loss",
    "attack",
    "evaluate",
    "certify",
    "train",
    "purify",
    "detect",
    "audit",
    "compare",
    "report",
    "catalog"
  };

  @ArchTest static final ArchRule FLOORS_HOLD = floors();

  @ArchTest
  static final ArchRule ONLY_TENSOR_KNOWS_THE_ENGINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.redoubt.tensor..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.redoubt.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_GLOBAL_RANDOMNESS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .callMethod(Math.class, "random");

  private static ArchRule floors() {
    Architectures.LayeredArchitecture layers =
        Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String floor : FLOORS) {
      layers = layers.layer(floor).definedBy("dev.redoubt." + floor + "..");
    }
    for (int i = 0; i < FLOORS.length; i++) {
      String[] above = Arrays.copyOfRange(FLOORS, i + 1, FLOORS.length);
      layers =
          above.length == 0
              ? layers.whereLayer(FLOORS[i]).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(FLOORS[i]).mayOnlyBeAccessedByLayers(above);
    }
    return layers;
  }
}
