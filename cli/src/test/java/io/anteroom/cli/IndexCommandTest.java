package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.cut;
import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.ScriptedServer.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.ScriptedServer.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexCommandTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String TASK = "GET /tasks/" + Cli.TASK;
  private static final String URL = "https://example.com/neckar.mp4";

  private final ScriptedServer server = new ScriptedServer();
  private final Cli cli = Cli.of(server);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aUrlIsAcceptedWithItsOptions() {
    server.on(ACCEPT, json(202, Json.task("INITIALIZING", "")));
    Result result =
        cli.run(
            "index",
            URL,
            "-c",
            "rivers",
            "--metadata",
            "{\"river\":\"Neckar\"}",
            "--priority",
            "10",
            "--deadline",
            "1h",
            "--reference",
            "page-17",
            "--field",
            "settings={\"a\":1}",
            "-o",
            "json");
    assertEquals(0, result.code(), result.err());
    assertEquals(Json.task("INITIALIZING", "") + System.lineSeparator(), result.out());
    Received request = server.received(ACCEPT).get(0);
    assertEquals("Bearer client-key", request.header("Authorization"));
    assertEquals("respond-async", request.header("Prefer"));
    assertEquals(
        "{\"url\":\"%s\",\"collection_id\":\"rivers\",\"metadata\":{\"river\":\"Neckar\"},"
                .formatted(URL)
            + "\"reference\":\"page-17\",\"priority\":10,\"deadline_seconds\":3600,"
            + "\"settings\":{\"a\":1}}",
        request.body());
  }

  /** A value that is no JSON is a text, also where it would be JSON among other fields. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1              | 1
          "1"            | "1"
          [1,"a"]        | [1,"a"]
          1,"a":2        | "1,\\"a\\":2"
          {},"b":null    | "{},\\"b\\":null"
          1,"value":2    | "1,\\"value\\":2"
          1}             | "1}"
          1 2            | "1 2"
          late, as said  | "late, as said"
          """)
  void aFieldIsJsonOrAText(String value, String sent) {
    server.on(ACCEPT, json(202, Json.task("INITIALIZING", "")));
    Result result = cli.run("index", URL, "-c", "rivers", "--field", "note=" + value);
    assertEquals(0, result.code(), result.err());
    String body = server.received(ACCEPT).get(0).body();
    assertTrue(body.endsWith(",\"note\":" + sent + "}"), body);
  }

  @Test
  void aTextFromStandardInputIsIndexedAndWaitedFor() {
    accepted().on(TASK, json(200, Json.done()));
    Result result = cli.in("Heidelberg\n").run("index", "-", "-c", "rivers", "--wait");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().contains("asset-7"), result.out());
    assertTrue(server.received(ACCEPT).get(0).body().contains("Heidelberg\\u000a"));
    assertTrue(result.err().contains("DONE"), "progress as plain lines: " + result.err());
  }

  @Test
  void whatWasExtractedIsWaitedForAndShown() {
    String features = ",\"features\":{\"kind\":\"text\",\"words\":4}";
    accepted().on(TASK, json(200, Json.task("DONE", features)));
    Result json = cli.in("a text").run("index", "-", "-c", "rivers", "--features", "-o", "json");
    assertEquals(0, json.code(), json.err());
    assertTrue(json.out().contains(features), json.out());
    server.received(TASK).forEach(read -> assertEquals("include=features", read.query()));
    Result table = cli.in("a text").run("index", "-", "-c", "rivers", "--features");
    assertTrue(table.out().contains("{\"kind\":\"text\",\"words\":4}"), table.out());
  }

  @Test
  void whyThereAreNoFeaturesIsSaid() {
    String problem = ",\"features_problem\":" + Json.problem(502, "upstream-refused", "");
    accepted().on(TASK, json(200, Json.task("DONE", problem)));
    Result result = cli.in("a text").run("index", "-", "-c", "rivers", "--features");
    assertEquals(0, result.code(), "the task is DONE all the same");
    assertTrue(result.out().matches("(?s).*no features +A detail\\..*"), result.out());
  }

  @Test
  void withoutAWishNobodyAsksForFeatures() {
    accepted().on(TASK, json(200, Json.done()));
    assertEquals(0, cli.in("a text").run("index", "-", "-c", "rivers", "--wait").code());
    server.received(TASK).forEach(read -> assertEquals(null, read.query()));
  }

  @Test
  void aTaskThatFailsIsExitCode1() {
    accepted().on(TASK, json(200, Json.failed()));
    Result result = cli.in("a text").run("index", "-", "-c", "rivers", "--wait", "-o", "jsonl");
    assertEquals(ExitCode.FAILED, result.code());
    assertEquals(Json.failed(), result.lines().get(0));
    assertTrue(result.err().contains("is FAILED: too long"), result.err());
  }

  @Test
  void aTaskThatIsStillRunningIsExitCode3() {
    server
        .on(ACCEPT, json(202, Json.task("INITIALIZING", "")))
        .on(TASK + "/events", stream(Json.event(1, "PROCESSING")))
        .on(TASK, json(200, Json.task("PROCESSING", "")));
    Result result = cli.in("a text").run("index", "-", "-c", "c", "--wait", "--timeout", "1s");
    assertEquals(ExitCode.STILL_RUNNING, result.code(), result.err());
    assertTrue(result.err().contains("anteroom tasks watch " + Cli.TASK), result.err());
    assertTrue(result.out().contains("PROCESSING"), result.out());
  }

  @Test
  void severalFilesAreUploadedAndEachHasALine(@TempDir Path folder) throws IOException {
    Path one = Files.writeString(folder.resolve("one.txt"), "the first");
    Path two = Files.writeString(folder.resolve("two.txt"), "the second");
    server.on(ACCEPT, json(202, Json.task("INITIALIZING", ""))).on(TASK, json(200, Json.done()));
    Result result =
        cli.run("index", one.toString(), two.toString(), "-c", "c", "--wait", "-o", "jsonl");
    assertEquals(0, result.code(), result.err());
    assertEquals(2, result.lines().size());
    assertTrue(server.received(ACCEPT).get(1).body().contains("the second"));
    assertTrue(result.err().contains("2 of 2 ended"), result.err());
  }

  @Test
  void whatWasAcceptedBeforeAFailureIsPrinted() {
    server.on(
        ACCEPT,
        json(202, Json.task("INITIALIZING", "")),
        json(400, Json.problem(400, "invalid-field", ",\"field\":\"url\"")));
    Result result = cli.run("index", URL, URL + "?2", "-c", "c", "-o", "jsonl");
    assertEquals(ExitCode.FAILED, result.code());
    assertEquals(1, result.lines().size());
    assertTrue(result.err().contains("invalid-field: A detail. (url)"), result.err());
  }

  @Test
  void aLostResponseTellsTheKeyThatFindsTheTask() {
    server.on(ACCEPT, cut());
    Result result = cli.run("index", URL, "-c", "c", "--call-timeout", "1s");
    assertEquals(ExitCode.FAILED, result.code());
    String key = server.received(ACCEPT).get(0).header("Idempotency-Key");
    assertTrue(result.err().contains("--idempotency-key " + key), result.err());
    assertEquals("", result.out());
  }

  @Test
  void whatCannotBeIndexedIsExitCode2AndNothingIsSent() {
    assertEquals(ExitCode.USAGE, cli.run("index", "no-such-file", "-c", "c").code());
    assertEquals(ExitCode.USAGE, cli.run("index", URL).code(), "no collection");
    for (String key : List.of("", " a", "k\u00e4se", "a\nb", "k".repeat(256))) {
      Result refused = cli.run("index", URL, "-c", "c", "--idempotency-key", key);
      assertEquals(ExitCode.USAGE, refused.code(), key);
      assertTrue(refused.err().contains("--idempotency-key"), refused.err());
    }
    assertEquals(ExitCode.USAGE, cli.in(" ").run("index", "-", "-c", "c").code());
    assertEquals(ExitCode.USAGE, cli.run("index", URL, "-c", "c", "--metadata", "[1]").code());
    assertEquals(ExitCode.USAGE, cli.run("index", URL, "-c", "c", "--deadline", "soon").code());
    assertEquals(0, server.count());
  }

  private ScriptedServer accepted() {
    return server
        .on(ACCEPT, json(202, Json.task("INITIALIZING", "")))
        .on(TASK + "/events", stream(Json.event(1, "PROCESSING") + Json.event(2, "DONE")));
  }
}
