package io.anteroom.sandbox.upstream;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxArchitectureTest {
  private static final String ROOT = "io.anteroom.sandbox.upstream";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !isTest(location.toString()))
          .importPackages(ROOT);

  /**
   * The sandbox is compiled as test code, so that its classes are told apart by name, not by
   * folder.
   */
  private static boolean isTest(String location) {
    return List.of("Test.class", "TestCaller", "TestForm", "SampleContent", "Reply").stream()
        .anyMatch(location::contains);
  }

  @Test
  void nothingHereKnowsAnteroom() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.anteroom..").and(not(resideInAPackage(ROOT + ".."))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void settingsKnowNobody() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".settings")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(not(resideInAPackage(ROOT + ".settings"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheTopKnowsTheControls() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".http", ROOT + ".indexing", ROOT + ".assets")
        .should()
        .dependOnClassesThat(resideInAPackage(ROOT + ".control"))
        .check(CLASSES);
  }
}
