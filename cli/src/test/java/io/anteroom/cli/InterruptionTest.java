package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C, in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {

  private final ScriptedServer server = new ScriptedServer();
  private final CountDownLatch asked = new CountDownLatch(1);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void ctrlCLeavesAWaitWithExitCode130AndSaysHowToGoOn() throws Exception {
    server
        .on("GET /tasks/" + Cli.TASK, json(200, Json.task("PROCESSING", "")))
        .on(
            "GET /tasks/" + Cli.TASK + "/events",
            exchange -> {
              asked.countDown();
              new CountDownLatch(1).await(); // until the test is over
            });
    Process process = start("tasks", "watch", Cli.TASK);
    assertTrue(asked.await(60, TimeUnit.SECONDS), "it asked");
    signal(process);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(130, process.exitValue(), err);
    assertTrue(err.contains("anteroom tasks watch " + Cli.TASK), err);
    assertEquals(0, process.getInputStream().readAllBytes().length, "no data");
  }

  private Process start(String... args) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java, "-cp", System.getProperty("java.class.path"), "io.anteroom.cli.Main");
    // A shell that starts a build in the background has its children ignore Ctrl-C.
    builder.command().addAll(0, List.of("env", "--default-signal=INT"));
    builder.command().addAll(List.of(args));
    builder.environment().put("ANTEROOM_URL", server.uri().toString());
    builder.environment().put("ANTEROOM_KEY", "client-key");
    return builder.start();
  }

  private static void signal(Process process) throws Exception {
    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).inheritIO().start().waitFor();
  }
}
