package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A terminal that is 20 columns wide, one that is usual, and one that is wide. */
class NarrowTerminalTest {

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void noLineOfAListIsWiderThanTheTerminal() {
    server.on("GET /tasks", json(200, Json.page(Json.failed() + "," + wide(), "null")));
    Result narrow = cli.terminal(20).run("tasks", "list");
    assertFits(20, narrow);
    assertEquals(
        Cli.TASK, narrow.lines().get(1).strip() + narrow.lines().get(2).strip(), narrow.out());
    assertTrue(narrow.out().contains("STATUS FAILED"), narrow.out());
    assertFits(80, cli.terminal(80).run("tasks", "list"));
    assertEquals(3, cli.terminal(80).run("tasks", "list").lines().size());
    assertTrue(cli.terminal(200).run("tasks", "list").out().contains("ACCEPTED"));
  }

  /** Each of these characters takes two columns. */
  private static String wide() {
    return Json.task("DONE", ",\"reference\":\"東京東京東京東京東京東京東京\"");
  }

  @Test
  void noLineOfAnObjectIsWiderThanTheTerminal() {
    server
        .on("GET /tasks/" + Cli.TASK, json(200, Json.failed()))
        .on("GET /quota", json(200, Json.quota("")));
    assertFits(20, cli.terminal(20).run("tasks", "get", Cli.TASK));
    assertFits(20, cli.terminal(20).run("quota"));
  }

  @Test
  void aProgressBarFitsTooAndIsTakenAway() {
    server
        .on("POST /index-and-wait", json(202, Json.task("INITIALIZING", "")))
        .on(
            "GET /tasks/" + Cli.TASK + "/events",
            stream(Json.event(1, "PROCESSING") + Json.event(2, "DONE")))
        .on("GET /tasks/" + Cli.TASK, json(200, Json.done()));
    Result narrow = cli.terminal(20).in("a text").run("index", "-", "-c", "c", "--wait");
    assertEquals(0, narrow.code(), narrow.err());
    assertTrue(narrow.err().contains("] PROCESSING"), narrow.err());
    assertTrue(narrow.err().endsWith("\r"), "the line is empty again");
    assertTrue(
        Arrays.stream(narrow.err().split("\r")).allMatch(line -> width(line) < 20), narrow.err());
  }

  private static void assertFits(int width, Result result) {
    assertEquals(0, result.code(), result.err());
    result.lines().forEach(line -> assertTrue(width(line) <= width, line));
  }

  private static int width(String line) {
    return line.codePoints().map(c -> c > 0x2e80 ? 2 : 1).sum();
  }
}
