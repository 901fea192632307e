package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls that the README prints, sent as they stand there to the packaged service. */
class ReadmeIT {

  private static final String SANDBOX_KEY = "sandbox-client-key-0123456789abcdef";
  private static ScenarioServers servers;
  private static AnteroomProcess replica;

  @BeforeAll
  static void start() {
    servers = new ScenarioServers(SandboxSettings.instant(), "pro");
    replica = AnteroomProcess.start("readme", servers.environment());
  }

  @AfterAll
  static void stop() {
    replica.close();
    servers.close();
  }

  @ParameterizedTest
  @CsvSource({"sh,bash", "python,python3"})
  void everyPrintedCallEndsDone(String language, String program) throws Exception {
    assumeTrue(isThere(program), program + " is not here: not tried with it");
    List<String> blocks = blocks(language);
    assertFalse(blocks.isEmpty(), "the README has no block of " + language);
    for (String block : blocks) {
      assertTrue(block.contains(SANDBOX_KEY), "can be pasted while the sandbox runs: " + block);
      String output = run(program, block);
      assertTrue(output.contains("DONE"), block + output);
    }
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(String program, String block) throws Exception {
    String here =
        block
            .replace("http://localhost:8080", replica.url(""))
            .replace(SANDBOX_KEY, TestEnvironment.ALICE);
    Process process = new ProcessBuilder(program, "-c", here).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
