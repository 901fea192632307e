package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.deployment.Dockerfile.Copy;
import io.anteroom.deployment.Dockerfile.Instruction;
import io.anteroom.deployment.Dockerfile.Stage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Maven commands in the Dockerfiles are ones that this pom knows. */
class BuildCommandsTest {

  private static final Set<String> OPTIONS = Set.of("-B", "-ntp", "-o");

  /** Options of this pom that somebody gives to the build of an image. */
  private static final String GIVEN = "$BUILD_OPTIONS";

  /** Properties of Quarkus's plugin, which no pom has. */
  private static final Set<String> OF_QUARKUS =
      Set.of("quarkus.build.skip", "quarkus.package.jar.type");

  private final Pom pom = new Pom();

  BuildCommandsTest() throws Exception {}

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void thePomKnowsThem(String file) {
    List<List<String>> commands = build(file).mavenCommands();
    assertFalse(commands.isEmpty(), "Maven is called");
    for (List<String> command : commands) {
      assertEquals("./mvnw", command.get(0));
      for (String word : command.subList(1, command.size())) {
        assertTrue(known(word), file + ": " + word);
      }
    }
    for (List<String> command : commands) {
      assertTrue(command.contains("package"), "and packages");
      assertTrue(command.contains("-D" + pom.skipsTests()), "the tests ran before");
    }
  }

  /** The first command fetches, and is repeated after a change of the pom only. */
  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void aChangeOfTheSourcesFetchesNothing(String file) {
    List<List<String>> commands = build(file).mavenCommands();
    assertFalse(commands.get(0).contains("-o"));
    List<Instruction> instructions = build(file).instructions();
    int sources = 0;
    while (!instructions.get(sources).arguments().contains("src/main")) {
      sources++;
    }
    List<Instruction> after = instructions.subList(sources, instructions.size());
    for (Instruction instruction : after) {
      if (instruction.arguments().contains("mvnw")) {
        assertTrue(instruction.arguments().contains(" -o "), instruction::toString);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void everyInputOfTheBuildIsCopiedAndNoTest(String file) {
    Set<String> copied =
        build(file).copies().stream()
            .map(Copy::sources)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    Set<String> needed = new TreeSet<>(Set.of("mvnw", ".mvn", "pom.xml", "src/main"));
    if (file.endsWith("jvm")) {
      // The training has the sandbox beside the service; -Doidc may be given.
      needed.addAll(Set.of("src/sandbox", "src/oidc"));
    }
    assertEquals(needed, copied);
  }

  /** What is shipped says what it is made of. */
  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void everyBuildOfTheServiceHasLicencesAndParts(String file) {
    build(file).mavenCommands().stream()
        .filter(command -> !command.contains("-Dsandbox"))
        .forEach(command -> assertTrue(command.contains("-Prelease"), command::toString));
  }

  @Test
  void onlyTheNativeBuildIsNative() {
    assertTrue(isNative("Dockerfile.native"));
    assertFalse(isNative("Dockerfile.jvm"));
    assertEquals(List.of("true"), pom.inProfileOf("native", "quarkus.native.enabled"));
    assertEquals(List.of("false"), pom.inProfileOf("native", "quarkus.package.jar.enabled"));
  }

  private boolean known(String word) {
    if (word.equals(GIVEN)) {
      return true;
    }
    if (word.startsWith("-D")) {
      String property = word.substring(2).split("=")[0];
      return pom.hasProperty(property) || OF_QUARKUS.contains(property);
    }
    if (word.startsWith("-P")) {
      return pom.hasProfile(word.substring(2));
    }
    return word.startsWith("-") ? OPTIONS.contains(word) : pom.hasGoal(word);
  }

  private static boolean isNative(String file) {
    return build(file).mavenCommands().stream().anyMatch(command -> command.contains("-Dnative"));
  }

  private static Stage build(String file) {
    return Dockerfile.read(file).stages().get(0);
  }
}
