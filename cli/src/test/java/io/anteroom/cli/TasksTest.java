package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.ScriptedServer.Received;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final String LIST = "GET /tasks";
  private static final String GET = "GET /tasks/" + Cli.TASK;

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aListIsFilteredAndReadPageByPage() {
    server.on(
        LIST,
        json(200, Json.page(Json.done(), "\"" + Cli.TASK + "\"")),
        json(200, Json.page(Json.failed(), "null")));
    Result result =
        cli.run(
            "tasks",
            "list",
            "--status",
            "failed,done",
            "--client",
            "alice",
            "--since",
            "2h",
            "--undelivered",
            "--undelivered-since",
            "1h",
            "--limit",
            "0",
            "-o",
            "json");
    assertEquals(0, result.code(), result.err());
    assertEquals(
        "[" + Json.done() + "\n," + Json.failed() + "\n]\n", result.out().replace("\r", ""));
    assertEquals(
        "client=alice&status=FAILED%2CDONE&created_after=2024-12-01T08%3A00%3A00Z"
            + "&undelivered=true&undelivered_since=2024-12-01T09%3A00%3A00Z&page_size=100",
        server.received(LIST).get(0).query());
    assertTrue(server.received(LIST).get(1).query().endsWith("&after=" + Cli.TASK));
  }

  @Test
  void whatIsNoListIsNoEmptyList() {
    server.on(LIST, json(200, ""), json(200, "{\"status\":\"ok\"}"));
    for (int i = 0; i < 2; i++) {
      Result result = cli.run("tasks", "list");
      assertEquals(ExitCode.FAILED, result.code());
      assertTrue(result.err().contains("does not respond as Anteroom does"), result.err());
    }
  }

  @Test
  void aTerminalIsToldThatAListIsEmpty() {
    String nothing = Json.page("", "null");
    server.on(LIST, json(200, nothing), json(200, nothing), json(200, nothing));
    assertEquals(new Result(0, "", ""), cli.run("tasks", "list"), "no terminal");
    cli.terminal(80);
    Result result = cli.run("tasks", "list");
    assertEquals("", result.out());
    assertEquals("no tasks", result.err().strip());
    assertEquals("", cli.run("tasks", "list", "-o", "json").err());
  }

  @Test
  void aShortListReadsNoMoreThanItShows() {
    server.on(LIST, json(200, Json.page(Json.done(), "\"" + Cli.TASK + "\"")));
    assertEquals(0, cli.run("tasks", "list", "--limit", "1").code());
    assertEquals(1, server.received(LIST).size());
    assertEquals("page_size=1", server.received(LIST).get(0).query());
  }

  @Test
  void anEmptyListIsNoErrorAndNoData() {
    server.on(LIST, json(200, Json.page("", "null")));
    assertEquals("", cli.run("tasks", "list").out());
    assertEquals("[]", cli.run("tasks", "list", "-o", "json").out().strip());
    assertEquals("", cli.run("tasks", "list", "-o", "jsonl").out());
  }

  @Test
  void aTaskIsShownWithWhatItWaitsFor() {
    String waits = ",\"waits\":{\"reason\":\"permit\",\"class\":\"index.text\",\"position\":17}";
    server.on(GET, json(200, Json.task("INITIALIZING", waits)));
    Result result = cli.run("tasks", "get", Cli.TASK);
    assertTrue(result.out().matches("(?s).*waits for +permit.*position +17.*"), result.out());
  }

  @Test
  void theOperatorsKeyIsUsedWhereItIsAskedForOrTheOnlyOne() {
    server.on(GET, json(200, Json.done()));
    cli.run("tasks", "get", Cli.TASK);
    cli.run("tasks", "get", Cli.TASK, "--operator");
    cli.set("ANTEROOM_KEY", null).run("tasks", "get", Cli.TASK);
    assertEquals("Bearer client-key", authorization(0));
    assertEquals("Bearer operator-key", authorization(1));
    assertEquals("Bearer operator-key", authorization(2));
  }

  private String authorization(int request) {
    return server.received(GET).get(request).header("Authorization");
  }

  @Test
  void eachChangeOfAWatchedTaskIsALine() {
    server
        .on(GET + "/events", stream(Json.event(1, "PROCESSING") + Json.event(2, "DONE")))
        .on(GET, json(200, Json.done()));
    Result result = cli.run("tasks", "watch", Cli.TASK);
    assertEquals(0, result.code(), result.err());
    assertEquals("2024-12-01T10:00:05Z " + Cli.TASK + " PROCESSING running", result.lines().get(0));
    assertEquals("2024-12-01T10:00:05Z " + Cli.TASK + " DONE", result.lines().get(1));
  }

  @Test
  void aWatchedTaskThatFailsIsExitCode1() {
    server.on(GET + "/events", stream(Json.event(1, "FAILED"))).on(GET, json(200, Json.failed()));
    Result result = cli.run("tasks", "watch", Cli.TASK);
    assertEquals(ExitCode.FAILED, result.code());
    assertTrue(result.out().contains("FAILED upstream-failed: too long"), result.out());
  }

  @Test
  void aWatchedTaskThatDoesNotChangeInTimeIsExitCode3() {
    server
        .on(GET + "/events", exchange -> new CountDownLatch(1).await()) // until the test is over
        .on(GET, json(200, Json.task("INITIALIZING", "")));
    Result result = cli.run("tasks", "watch", Cli.TASK, "--timeout", "1s");
    assertEquals(ExitCode.STILL_RUNNING, result.code(), result.err());
    assertTrue(result.err().contains("has not ended yet"), result.err());
  }

  @Test
  void aCancelTellsByItsExitCodeWhatBecameOfTheTask() {
    String call = "DELETE /tasks/" + Cli.TASK;
    server.on(
        call,
        json(200, Json.task("CANCELLED", "")),
        json(202, Json.task("PROCESSING", "").replace("running", "cancelling")),
        json(200, Json.done()));
    assertEquals(ExitCode.DONE, cancel().code());
    assertEquals(ExitCode.STILL_RUNNING, cancel().code());
    assertEquals(ExitCode.FAILED, cancel().code());
    assertEquals("reason=not%20needed", server.received(call).get(0).query());
  }

  private Result cancel() {
    return cli.run("tasks", "cancel", Cli.TASK, "--reason", "not needed");
  }

  @Test
  void aRetryIsAcceptedOnceAndShowsTheNewTask() {
    String call = "POST /tasks/" + Cli.TASK + "/retry";
    server.on(
        call,
        ScriptedServer.cut(),
        json(202, Json.task("INITIALIZING", ",\"retry_of\":\"" + Cli.TASK + "\"")));
    Result result = cli.run("tasks", "retry", Cli.TASK, "-o", "jsonl");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("retry_of"), result.out());
    Received first = server.received(call).get(0);
    assertNotNull(first.header("Idempotency-Key"));
    assertEquals(
        first.header("Idempotency-Key"), server.received(call).get(1).header("Idempotency-Key"));
  }

  @Test
  void whatIsNoIdIsExitCode2() {
    Result result = cli.run("tasks", "get", "42");
    assertEquals(ExitCode.USAGE, result.code());
    assertFalse(result.err().isEmpty());
    assertEquals("", result.out());
    assertEquals(ExitCode.USAGE, cli.run("tasks", "list", "--since", "yesterday").code());
    assertEquals(ExitCode.USAGE, cli.run("tasks").code());
  }
}
