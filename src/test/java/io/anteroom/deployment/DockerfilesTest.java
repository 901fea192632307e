package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.deployment.Dockerfile.Copy;
import io.anteroom.deployment.Dockerfile.Stage;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfilesTest {

  /** What {@code package} leaves behind, by the kind of build. */
  private static final Set<String> NATIVE_OUTPUT = Set.of("target/*-runner");

  private static final Set<String> JVM_OUTPUT =
      Set.of(
          "target/quarkus-app/lib/",
          "target/quarkus-app/*.jar",
          "target/quarkus-app/app/",
          "target/quarkus-app/quarkus/");

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void copiedFilesExist(String file) {
    DockerIgnore ignore = DockerIgnore.read();
    Dockerfile dockerfile = Dockerfile.read(file);
    for (Stage stage : dockerfile.stages()) {
      for (Copy copy : stage.copies()) {
        if (copy.from().isPresent()) {
          assertTrue(outputs(dockerfile, copy.from().get()).containsAll(copy.sources()), "" + copy);
        } else {
          for (String source : copy.sources()) {
            assertTrue(Files.exists(Checkout.path(source)), file + " copies " + source);
            assertFalse(ignore.keepsOut(source), ".dockerignore keeps out " + source);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theRuntimeGetsTheWholeBuildOutput(String file) {
    Dockerfile dockerfile = Dockerfile.read(file);
    Set<String> copied =
        dockerfile.runtime().copies().stream()
            .flatMap(copy -> copy.sources().stream())
            .collect(Collectors.toSet());
    assertEquals(outputs(dockerfile, "build"), copied);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void imagesArePinned(String file) {
    Dockerfile.read(file)
        .stages()
        .forEach(stage -> assertTrue(ImageNames.pinned(stage.image()), stage.image()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theRuntimeUserIsNotRoot(String file) {
    Stage runtime = Dockerfile.read(file).runtime();
    assertTrue(runtime.last("USER").matches("[1-9][0-9]*"), "USER " + runtime.last("USER"));
    assertEquals("8080 9000", runtime.last("EXPOSE"));
    String spool = runtime.last("VOLUME");
    assertTrue(runtime.all("ENV").contains("ANTEROOM_SPOOL=" + spool), "the spool is " + spool);
    String owned = "chown " + runtime.last("USER") + ":0 " + spool;
    assertTrue(runtime.last("RUN").contains(owned), "the spool is its user's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void theProcessRunsWithoutAShell(String file) {
    Stage runtime = Dockerfile.read(file).runtime();
    List<String> words = List.of(runtime.last("ENTRYPOINT").split("[\\[\\]\", ]+"));
    assertTrue(runtime.last("ENTRYPOINT").startsWith("[\""), "the exec form");
    assertEquals(
        file.endsWith("jvm") ? List.of("java", "-jar", "/app/quarkus-run.jar") : "/app/anteroom",
        file.endsWith("jvm") ? words.subList(1, 4) : words.get(1));
    assertTrue(runtime.all("CMD").isEmpty(), "no CMD");
  }

  @Test
  void theBuildContextHoldsNothingElse() {
    DockerIgnore ignore = DockerIgnore.read();
    for (String name : List.of("target", ".git", "docs", "k8s", "bench", ".env")) {
      assertTrue(ignore.keepsOut(name), name);
    }
  }

  private static Set<String> outputs(Dockerfile dockerfile, String name) {
    Stage stage =
        dockerfile.stages().stream()
            .filter(candidate -> candidate.name().filter(name::equals).isPresent())
            .findFirst()
            .orElseThrow(() -> new AssertionError("no stage " + name));
    boolean isNative =
        stage.mavenCommands().stream().anyMatch(command -> command.contains("-Dnative"));
    return (isNative ? NATIVE_OUTPUT : JVM_OUTPUT)
        .stream().map(output -> stage.last("WORKDIR") + "/" + output).collect(Collectors.toSet());
  }
}
