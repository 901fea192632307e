package io.anteroom;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** The arrows between the packages run one way (docs/architecture.md). */
@AnalyzeClasses(packages = "io.anteroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule arrows =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("api")
          .definedBy("io.anteroom.api..")
          .layer("engine")
          .definedBy("io.anteroom.engine..")
          .layer("task")
          .definedBy("io.anteroom.task..")
          .layer("quota")
          .definedBy("io.anteroom.quota..")
          .layer("upstream")
          .definedBy("io.anteroom.upstream..")
          .layer("upload")
          .definedBy("io.anteroom.upload..")
          .layer("account")
          .definedBy("io.anteroom.account..")
          .layer("callback")
          .definedBy("io.anteroom.callback..")
          .layer("postgres")
          .definedBy("io.anteroom.postgres..")
          .layer("loop")
          .definedBy("io.anteroom.loop..")
          .layer("waiting")
          .definedBy("io.anteroom.waiting..")
          .layer("http")
          .definedBy("io.anteroom.http..")
          .layer("json")
          .definedBy("io.anteroom.json..")
          .whereLayer("api")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("api")
          .whereLayer("task")
          .mayOnlyBeAccessedByLayers("api", "engine", "waiting", "callback")
          .whereLayer("waiting")
          .mayOnlyBeAccessedByLayers("api", "engine")
          .whereLayer("callback")
          .mayOnlyBeAccessedByLayers("api", "engine")
          .whereLayer("upstream")
          .mayOnlyBeAccessedByLayers("api", "engine")
          .whereLayer("upload")
          .mayOnlyBeAccessedByLayers("api", "engine")
          .whereLayer("quota")
          .mayOnlyBeAccessedByLayers("api", "engine", "upstream")
          .whereLayer("account")
          .mayOnlyBeAccessedByLayers("api", "engine", "quota", "upstream", "callback")
          .whereLayer("postgres")
          .mayOnlyBeAccessedByLayers("task", "quota", "callback")
          .whereLayer("loop")
          .mayOnlyBeAccessedByLayers(
              "api", "engine", "waiting", "callback", "task", "quota", "upstream", "upload")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("upstream", "callback", "api")
          .whereLayer("json")
          .mayOnlyBeAccessedByLayers("api", "engine", "upstream");

  @ArchTest
  static final ArchRule whereCallbacksMayGoAndWhatSignsThemKnowNoDelivery =
      noClasses()
          .that()
          .resideInAnyPackage("io.anteroom.callback.destination..", "io.anteroom.callback.secret..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.anteroom.callback");

  @ArchTest
  static final ArchRule whereCallbacksMayGoAndWhatSignsThemDoNotKnowEachOther =
      SlicesRuleDefinition.slices()
          .matching("io.anteroom.callback.(*)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule theRoomsOfTheApiStandInOneOrder =
      SlicesRuleDefinition.slices().matching("io.anteroom.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theSandboxIsNeverNeeded =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.anteroom.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.anteroom.sandbox..");

  @ArchTest
  static final ArchRule theSandboxStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.anteroom.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.anteroom.api..",
              "io.anteroom.engine..",
              "io.anteroom.task..",
              "io.anteroom.quota..",
              "io.anteroom.callback..",
              "io.anteroom.upstream..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theLedgerReadsNoClockOfTheProcess =
      noClasses()
          .that()
          .resideInAPackage("io.anteroom.quota..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("the clocks of replicas differ, the database's is one");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      classes().should().haveNameNotMatching(".*(Util|Utils|Manager|Helper|Impl)");

  @ArchTest
  static final ArchRule noLooseMaps =
      noMethods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.anteroom.sandbox..")
          .and()
          .areDeclaredInClassesThat()
          .haveSimpleNameNotEndingWith("Settings")
          .should()
          .haveRawReturnType(Map.class)
          .because("records say what is in them");
}
