package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.ScriptedServer.Responder;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureWordsTest {

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aKeyThatIsNotKnownIsExitCode4AndNamesItsSource() {
    Result result = quota(json(401, Json.problem(401, "unauthorized", "")));
    assertEquals(ExitCode.NOT_AUTHORISED, result.code());
    assertTrue(result.err().contains("ANTEROOM_KEY"), result.err());
    assertTrue(!result.err().contains("client-key"), "the key is not shown");
  }

  @Test
  void theKeyOfAnOperatorForACallOfClientsIsExitCode4() {
    Result result = quota(json(403, Json.problem(403, "clients-only", "")));
    assertEquals(ExitCode.NOT_AUTHORISED, result.code());
  }

  @Test
  void somethingThatIsNotAnteroomIsNamed() {
    assertForeign(html(404));
    assertForeign(html(200));
    assertForeign(html(301, "Location", "https://example.com/"));
    assertForeign(json(200, "[1,2]"));
    assertForeign(json(404, "{\"message\":\"no route\"}"));
  }

  private void assertForeign(Responder response) {
    try (ScriptedServer other = new ScriptedServer().on("GET /quota", response)) {
      Result result = Cli.of(other).run("quota");
      assertEquals(ExitCode.FAILED, result.code());
      assertTrue(
          result.err().matches("(?s).*(is not Anteroom|does not respond as Anteroom does).*"),
          result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void anAnteroomOfAnotherVersionIsNamed() {
    Result result =
        quota(json(400, Json.problem(400, "unknown-api-version", ",\"known\":[\"2026-01-01\"]")));
    assertEquals(ExitCode.FAILED, result.code());
    assertTrue(result.err().contains("another version"), result.err());
    assertTrue(result.err().contains("2026-01-01"), result.err());
  }

  @Test
  void aPlaceWhereNobodyListensIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Result result =
        cli.set("ANTEROOM_URL", "http://127.0.0.1:" + port).run("quota", "--call-timeout", "1s");
    assertEquals(ExitCode.FAILED, result.code());
    assertTrue(result.err().contains("Nobody listens at 127.0.0.1:" + port), result.err());
  }

  @Test
  void tlsWhereThereIsNoneIsNamed() throws IOException {
    try (PlainServer plain = new PlainServer()) {
      Result result =
          cli.set("ANTEROOM_URL", "https://127.0.0.1:" + plain.port())
              .run("quota", "--call-timeout", "2s");
      assertTrue(result.err().contains("does not speak TLS"), result.err());
    }
  }

  @Test
  void aNameThatIsNotKnownIsNamed() {
    Result result =
        cli.set("ANTEROOM_URL", "http://anteroom.invalid").run("quota", "--call-timeout", "1s");
    assertTrue(result.err().contains("anteroom.invalid is not known"), result.err());
  }

  @Test
  void controlCharactersFromTheNetworkDoNotReachTheTerminal() {
    Result failure =
        quota(json(400, Json.problem(400, "invalid-field", ",\"field\":\"\\u001b[2J\"")));
    assertTrue(failure.err().chars().noneMatch(c -> c == 27), failure.err());
    server.on(
        "GET /tasks/" + Cli.TASK, json(200, Json.task("DONE", ",\"reference\":\"a\\u001b[2Jb\"")));
    Result task = cli.run("tasks", "get", Cli.TASK);
    assertTrue(task.out().contains("a [2Jb"), task.out());
  }

  private Result quota(Responder response) {
    server.on("GET /quota", response);
    return cli.run("quota");
  }
}
