package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.deployment.Dockerfile.Copy;
import io.anteroom.deployment.Dockerfile.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Maven commands in the Dockerfiles are ones that this pom knows. */
class BuildCommandsTest {

  private static final Set<String> OPTIONS = Set.of("-B", "-ntp");

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
    List<String> last = commands.get(commands.size() - 1);
    assertTrue(last.contains("package"), "and packages at last");
    assertTrue(last.contains("-D" + pom.skipsTests()), "the tests ran before an image is built");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void everyInputOfTheBuildIsCopied(String file) {
    Set<String> copied =
        build(file).copies().stream()
            .map(Copy::sources)
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    assertEquals(Set.of("mvnw", ".mvn", "pom.xml", "src"), copied);
  }

  @Test
  void onlyTheNativeBuildIsNative() {
    assertTrue(isNative("Dockerfile.native"));
    assertFalse(isNative("Dockerfile.jvm"));
    assertEquals(List.of("true"), pom.inProfileOf("native", "quarkus.native.enabled"));
    assertEquals(List.of("false"), pom.inProfileOf("native", "quarkus.package.jar.enabled"));
  }

  private boolean known(String word) {
    if (word.startsWith("-D")) {
      String property = word.substring(2).split("=")[0];
      // The sandbox is never part of an image.
      return pom.hasProperty(property) && !property.equals("sandbox");
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
