package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.ScriptedServer.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static final String ACCOUNT =
      "{\"account\":\"default\",\"plan\":\"pro\",\"paused\":true,"
          + "\"paused_since\":\"2024-12-01T10:00:00Z\",\"paused_by\":\"ann\","
          + "\"pause_reason\":\"upstream is down\"}";

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theQuotaIsShownByClass() {
    server.on("GET /quota", json(200, Json.quota("")));
    Result result = cli.run("quota");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().matches("(?s)account +default.*index.text +40 +160 +200.*"));
    assertEquals("Bearer client-key", server.received("GET /quota").get(0).header("Authorization"));
  }

  @Test
  void anOperatorSeesTheQuotaOfAnyAccount() {
    server.on("GET /accounts/big one/quota", json(200, Json.quota("")));
    assertEquals(0, cli.run("quota", "--account", "big one").code());
  }

  @Test
  void anOperatorWhoNamesNoAccountIsToldTo() {
    server.on("GET /accounts/default/quota", json(200, Json.quota("")));
    cli.set("ANTEROOM_KEY", null);
    Result result = cli.run("quota");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("--account default"), result.err());
    assertEquals(0, cli.run("quota", "--account", "default").code());
  }

  @Test
  void anAccountIsPausedWithAReasonAndResumed() {
    server
        .on("POST /accounts/default/pause", json(200, ACCOUNT))
        .on("POST /accounts/default/resume", json(200, ACCOUNT))
        .on("GET /accounts", json(200, "{\"accounts\":[%s]}".formatted(ACCOUNT)));
    Result pause = cli.run("accounts", "pause", "default", "--reason", "upstream is down");
    assertEquals(0, pause.code(), pause.err());
    Received request = server.received("POST /accounts/default/pause").get(0);
    assertEquals("reason=upstream%20is%20down", request.query());
    assertEquals("Bearer operator-key", request.header("Authorization"));
    assertEquals(0, cli.run("accounts", "resume", "default").code());
    assertTrue(
        cli.run("accounts", "list")
            .out()
            .matches("(?s).*2024-12-01T10:00:00Z +ann +upstream is down.*"));
  }
}
