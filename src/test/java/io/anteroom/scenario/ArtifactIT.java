package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.anteroom.deployment.Pom;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The production artifact holds nothing of the sandbox, and has the version of the pom. */
class ArtifactIT {

  private static final Pattern SANDBOX =
      Pattern.compile(
          "io/anteroom/sandbox/|zonky|embedded-redis|lucene|pdfbox|jsoup|drew/imaging"
              + "|open-api-ui|swagger-ui\\S*\\.(js|css|html)");

  @Test
  void theArtifactHoldsNoSandbox() throws IOException {
    assumeFalse(AnteroomProcess.isNative(), "the native executable is made of the same classes");
    Path application = Path.of("target/quarkus-app");
    try (Stream<Path> files = Files.walk(application)) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).toList();
      assertFalse(jars.isEmpty());
      List<String> found =
          jars.stream()
              .flatMap(
                  jar -> entries(jar).filter(e -> !e.endsWith("/") && SANDBOX.matcher(e).find()))
              .toList();
      assertEquals(List.of(), found);
      assertEquals(
          List.of(),
          jars.stream().filter(j -> SANDBOX.matcher(j.getFileName().toString()).find()).toList());
    }
  }

  @Test
  void theStartSaysTheVersionOfThePomAndWarnsOfNoGauge() throws Exception {
    String version = new Pom().version();
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "pro");
        AnteroomProcess replica = AnteroomProcess.start("version", servers.environment())) {
      String metrics = Metrics.text(replica);
      assertEquals(
          List.of("anteroom_build_info{version=\"%s\"} 1.0".formatted(version)),
          metrics.lines().filter(line -> line.startsWith("anteroom_build_info")).toList());
      assertTrue(replica.log().contains("anteroom " + version + " "), replica.log());
      assertFalse(replica.log().contains("already registered"), replica.log());
    }
  }

  private static Stream<String> entries(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(Object::toString).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
