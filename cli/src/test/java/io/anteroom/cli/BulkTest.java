package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkTest {

  private static final String START = "POST /bulk-actions";
  private static final String GET = "GET /bulk-actions/" + Cli.TASK;

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void withoutAFilterOrAReasonNothingIsSent() {
    Result result = cli.run("bulk", "cancel", "--reason", "why");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("every task of everybody"), result.err());
    assertEquals(ExitCode.USAGE, cli.run("bulk", "cancel", "--status", "FAILED").code());
    assertEquals(0, server.count());
  }

  @Test
  void aDryRunCounts() {
    server.on(START, json(200, "{\"action\":\"retry\",\"matched\":1200,\"too_many\":false}"));
    Result result =
        cli.run("bulk", "retry", "--client", "alice", "--status", "failed", "--dry-run");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("1200"), result.out());
    assertEquals(
        "{\"action\":\"retry\",\"filter\":{\"client\":[\"alice\"],\"status\":[\"FAILED\"]},"
            + "\"dry_run\":true}",
        server.received(START).get(0).body());
    assertEquals("Bearer operator-key", server.received(START).get(0).header("Authorization"));
  }

  @Test
  void itIsFollowedToItsEnd() {
    server
        .on(START, json(202, Json.bulk("running", 0, 0)))
        .on(GET, json(200, Json.bulk("running", 5, 0)), json(200, Json.bulk("finished", 12, 0)));
    Result result = cli.run("bulk", "redeliver", "--undelivered", "--reason", "why");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().matches("(?s).*state +finished.*done +12.*"), result.out());
    assertTrue(result.err().contains("12 of 12"), result.err());
    assertEquals(
        "{\"action\":\"redeliver\",\"filter\":{\"undelivered\":true},\"reason\":\"why\"}",
        server.received(START).get(0).body());
  }

  @Test
  void theExitCodeTellsHowItEnded() {
    server.on(
        GET,
        json(200, Json.bulk("finished", 11, 1)),
        json(200, Json.bulk("stopped", 3, 0)),
        json(200, Json.bulk("running", 3, 0)));
    assertEquals(ExitCode.FAILED, watch().code());
    assertEquals(ExitCode.FAILED, watch().code());
    Result late = watch();
    assertEquals(ExitCode.STILL_RUNNING, late.code());
    assertTrue(late.err().contains("anteroom bulk stop " + Cli.TASK), late.err());
  }

  private Result watch() {
    return cli.run("bulk", "watch", Cli.TASK, "--timeout", "1s");
  }

  @Test
  void whatTheServerRefusesIsSaidInItsWords() {
    server.on(
        START,
        json(409, Json.problem(409, "no-task-matches", "")),
        json(409, Json.problem(409, "too-many-tasks", "")),
        json(403, Json.problem(403, "admins-only", "")),
        json(404, Json.problem(404, "not-found", "")));
    String[] retry = {"bulk", "retry", "--client", "alice", "--reason", "why"};
    Result nothing = cli.run(retry);
    assertEquals(ExitCode.FAILED, nothing.code());
    assertTrue(nothing.err().contains("no-task-matches"), nothing.err());
    assertEquals(ExitCode.FAILED, cli.run(retry).code());
    Result reader = cli.run(retry);
    assertEquals(ExitCode.NOT_AUTHORISED, reader.code());
    assertTrue(reader.err().contains("ANTEROOM_OPERATOR_KEY"), reader.err());
    Result older = cli.run(retry);
    assertEquals(ExitCode.FAILED, older.code());
    assertTrue(older.err().contains("another version"), older.err());
  }

  @Test
  void itIsStoppedAndListed() {
    server
        .on("DELETE /bulk-actions/" + Cli.TASK, json(202, Json.bulk("stopping", 3, 0)))
        .on("GET /bulk-actions", json(200, "{\"results\":[%s]}".formatted(bulk())));
    assertEquals(ExitCode.STILL_RUNNING, cli.run("bulk", "stop", Cli.TASK).code());
    assertTrue(cli.run("bulk", "list").out().contains("finished"));
  }

  private static String bulk() {
    return Json.bulk("finished", 12, 0);
  }
}
