package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that generators made of the OpenAPI document make the main calls. */
@Tag("scenarios")
class GeneratedClientsIT {

  private static final Path CLIENTS = Path.of("target/clients").toAbsolutePath();
  private static final Path DOCUMENT = Path.of("src/main/resources/META-INF/openapi.yaml");

  /** Long enough to cancel a task before its end. */
  private static final int PROCESSING_MILLIS = 700;

  private static ScenarioServers servers;
  private static AnteroomProcess replica;

  @BeforeAll
  static void start() {
    servers = new ScenarioServers(SandboxSettings.instant(), "enterprise");
    servers.control().processTextsIn(PROCESSING_MILLIS);
    replica =
        AnteroomProcess.start("clients", servers.environment("ANTEROOM_POLL_FIRST_AFTER", "20ms"));
  }

  @AfterAll
  static void stop() {
    replica.close();
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "python", "typescript"})
  void theMainCallsAreAnsweredAsDocumented(String language) throws Exception {
    Path run = CLIENTS.resolve(language).resolve("run");
    assumeTrue(
        Files.isExecutable(run), language + " was NOT checked: .ci/clients makes the client");
    String made = Files.readString(CLIENTS.resolve("openapi.yaml"));
    assertEquals(Files.readString(DOCUMENT), made, "made of another document: run .ci/clients");
    String output = calls(run);
    assertTrue(output.contains(language + ": all calls were answered as documented"), output);
  }

  private static String calls(Path run) throws IOException, InterruptedException {
    Path log =
        Files.createTempFile(Files.createDirectories(Path.of("target/logs")), "calls", ".log");
    Process process =
        new ProcessBuilder(run.toString(), replica.url(""), TestEnvironment.ALICE)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    assertTrue(ended && process.exitValue() == 0, output);
    return output;
  }
}
