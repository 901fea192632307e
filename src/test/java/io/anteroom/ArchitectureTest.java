package io.anteroom;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.anteroom.async.Ticker;
import io.anteroom.quota.CallDeadline;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The dependencies between the rooms run one way (docs/architecture.md). */
@AnalyzeClasses(packages = "io.anteroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** What each room may know, besides itself and {@code async}. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("async", Set.of()),
          Map.entry("guard", Set.of()),
          Map.entry("account", Set.of()),
          Map.entry("audit", Set.of()),
          Map.entry("quota", Set.of("account")),
          Map.entry("task", Set.of("account")),
          Map.entry("upstream", Set.of("quota", "account")),
          Map.entry("cluster", Set.of("task", "quota", "account")),
          Map.entry("metrics", Set.of("task", "quota", "account")),
          Map.entry("upload", Set.of("task", "cluster")),
          Map.entry("waiting", Set.of("task", "cluster")),
          Map.entry("callback", Set.of("task", "cluster", "account")),
          Map.entry("accept", lane()),
          Map.entry("submit", lane()),
          Map.entry("poll", lane()),
          Map.entry("reconcile", lane()),
          Map.entry("passthrough", lane()),
          Map.entry(
              "pending",
              Set.of("accept", "poll", "reconcile", "quota", "task", "account", "cluster")),
          Map.entry(
              "bulk",
              Set.of("accept", "waiting", "callback", "task", "account", "upload", "cluster")),
          Map.entry(
              "api",
              Set.of(
                  "audit",
                  "bulk",
                  "accept",
                  "passthrough",
                  "pending",
                  "waiting",
                  "callback",
                  "metrics",
                  "quota",
                  "task",
                  "account",
                  "upload",
                  "cluster")));

  private static Set<String> lane() {
    return Set.of("task", "quota", "account", "upstream", "upload", "cluster");
  }

  @ArchTest
  static void dependenciesOfRoomsRunOneWay(JavaClasses classes) {
    for (String room : ARROWS.keySet()) {
      Set<String> others = new TreeSet<>(ARROWS.keySet());
      others.remove(room);
      others.remove("async");
      others.removeAll(ARROWS.get(room));
      noClasses()
          .that()
          .resideInAPackage("io.anteroom." + room + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              others.stream().map(other -> "io.anteroom." + other + "..").toArray(String[]::new))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule roomsOfTheApiHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.anteroom.api.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule callbackDestinationsAndSecretsKnowNoDelivery =
      noClasses()
          .that()
          .resideInAnyPackage("io.anteroom.callback.destination..", "io.anteroom.callback.secret..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.anteroom.callback",
              "io.anteroom.callback.outbox..",
              "io.anteroom.callback.http..");

  @ArchTest
  static final ArchRule theCallbackClientKnowsNoOutbox =
      noClasses()
          .that()
          .resideInAPackage("io.anteroom.callback.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.anteroom.callback", "io.anteroom.callback.outbox..");

  @ArchTest
  static final ArchRule callbackDestinationsAndSecretsDoNotKnowEachOther =
      SlicesRuleDefinition.slices()
          .matching("io.anteroom.callback.(destination|secret)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule nothingNeedsTheSandbox =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.anteroom.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.anteroom.sandbox..");

  @ArchTest
  static final ArchRule theSandboxNeedsNothingOfTheService =
      noClasses()
          .that()
          .resideInAPackage("io.anteroom.sandbox..")
          .should()
          .dependOnClassesThat(
              describe(
                  "belong to the service",
                  type ->
                      type.getPackageName().startsWith("io.anteroom")
                          && !type.getPackageName().startsWith("io.anteroom.sandbox")))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theQuotaLedgerReadsNoClockOfTheProcess =
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

  /**
   * The guard reads the system's itself: it knows nobody. A call's deadline is a value that begins
   * where it is made.
   */
  @ArchTest
  static final ArchRule durationsAreMeasuredByAnInjectedTicker =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.anteroom.async..", "io.anteroom.guard..", "io.anteroom.sandbox..")
          .and()
          .areNotAssignableTo(CallDeadline.class)
          .should()
          .accessTargetWhere(
              describe(
                  "the target is System.nanoTime()",
                  access ->
                      access.getTargetOwner().isEquivalentTo(System.class)
                          && access.getName().equals("nanoTime")))
          .orShould()
          .accessField(Ticker.class, "SYSTEM")
          .because("a test moves a ticker by hand, and need not wait");

  @ArchTest
  static final ArchRule namesAvoidEmptyWords =
      classes().should().haveNameNotMatching(".*(Util|Utils|Manager|Helper|Impl)");

  @ArchTest
  static final ArchRule exceptionsEndInException =
      classes()
          .that()
          .areAssignableTo(Throwable.class)
          .should()
          .haveSimpleNameEndingWith("Exception");

  @ArchTest
  static final ArchRule publicMethodsReturnRecordsNotMaps =
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
