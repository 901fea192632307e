package io.anteroom.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.deployment.Dockerfile.Copy;
import io.anteroom.deployment.Dockerfile.Stage;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

  /** Of the build with the sandbox, which the training and the stand-in upstream use. */
  private static final String SANDBOX_OUTPUT = "target/sandbox/quarkus-app/";

  /** The licences of what is shipped, and the list of its parts. */
  private static final Set<String> RELEASE_OUTPUT =
      Set.of(
          "target/classes/META-INF/THIRD-PARTY.txt",
          "target/classes/META-INF/sbom/anteroom.cdx.json",
          "target/licences/");

  private static final String CACHE = "/home/trainer/app.aot";

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void copiedFilesExist(String file) {
    DockerIgnore ignore = DockerIgnore.read();
    Dockerfile dockerfile = Dockerfile.read(file);
    for (Stage stage : dockerfile.stages()) {
      for (Copy copy : stage.copies()) {
        if (copy.from().isPresent()) {
          Stage from = dockerfile.named(copy.from().get());
          assertTrue(outputs(from).containsAll(copy.sources()), copy::toString);
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
    Set<String> made = new TreeSet<>(outputs(dockerfile.named("build")));
    made.remove("/code/" + SANDBOX_OUTPUT);
    if (file.endsWith("jvm")) {
      made.add(CACHE);
    }
    assertEquals(made, copied);
  }

  /** A cache fits only the JVM and the files that it was made with. */
  @Test
  void theCacheIsMadeWithWhatTheImageRuns() {
    Dockerfile dockerfile = Dockerfile.read("Dockerfile.jvm");
    Stage training = dockerfile.named("training");
    assertEquals(dockerfile.stages().get(dockerfile.stages().size() - 1).image(), training.image());
    assertTrue(training.last("RUN").contains("TrainingRun /app/quarkus-run.jar " + CACHE));
    Stage runtime = dockerfile.runtime();
    Copy cache = runtime.copies().get(runtime.copies().size() - 1);
    assertTrue(runtime.last("ENTRYPOINT").contains("-XX:AOTCache=" + cache.target()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
  void imagesArePinned(String file) {
    Dockerfile.read(file)
        .baseImages()
        .forEach(image -> assertTrue(ImageNames.pinned(image), image));
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
    assertEquals(file.endsWith("jvm") ? "java" : "/app/anteroom", words.get(1));
    assertTrue(runtime.all("CMD").isEmpty(), "no CMD");
  }

  /** What {@code -Doidc} makes would be elsewhere otherwise. */
  @Test
  void theJvmImageTakesOptionsOfTheBuild() {
    Stage build = Dockerfile.read("Dockerfile.jvm").named("build");
    assertEquals("BUILD_OPTIONS=", build.last("ARG"));
    List<List<String>> commands =
        build.mavenCommands().stream().filter(words -> !words.contains("-Dsandbox")).toList();
    assertEquals(2, commands.size());
    commands.forEach(words -> assertTrue(words.contains("$BUILD_OPTIONS"), words::toString));
    String output = "-Doutput.root=" + build.last("WORKDIR") + "/target";
    assertTrue(commands.get(1).contains(output), commands.get(1)::toString);
  }

  @Test
  void theBuildContextHoldsNothingElse() {
    DockerIgnore ignore = DockerIgnore.read();
    for (String name :
        List.of("target", ".git", "docs", "k8s", "bench", ".env", "src/test", "src/oidc-test")) {
      assertTrue(ignore.keepsOut(name), name);
    }
  }

  /** What a stage makes that others copy. */
  private static Set<String> outputs(Stage stage) {
    if (stage.isNamed("training")) {
      return Set.of(CACHE);
    }
    Set<String> outputs = new TreeSet<>();
    for (List<String> command : stage.mavenCommands()) {
      if (command.contains("-Dsandbox")) {
        outputs.add(SANDBOX_OUTPUT);
      } else if (command.contains("-o")) {
        outputs.addAll(command.contains("-Dnative") ? NATIVE_OUTPUT : JVM_OUTPUT);
        if (command.contains("-Prelease")) {
          outputs.addAll(RELEASE_OUTPUT);
        }
      }
    }
    return outputs.stream()
        .map(output -> stage.last("WORKDIR") + "/" + output)
        .collect(Collectors.toSet());
  }
}
