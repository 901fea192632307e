package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Each set-up is broken in one way, and the doctor names that one. */
class DoctorTest extends DoctorSetUp {

  @Test
  void aSoundSetUpIsExitCode0() {
    Result result = healthy().run("doctor");
    assertEquals(0, result.code(), result.out());
    assertFalse(result.out().contains("FAILED") || result.out().contains("warning"), result.out());
    assertTrue(result.out().contains("Account default, plan pro"), result.out());
    assertTrue(result.out().contains("1 alive"), result.out());
    assertEquals("", result.err());
    String[] verdicts = healthy().run("doctor", "-o", "jsonl").out().split("\n");
    assertTrue(verdicts[0].startsWith("{\"check\":\"reached\",\"verdict\":\"ok\""), verdicts[0]);
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Result result = cli.set("ANTEROOM_URL", "http://127.0.0.1:" + port).run("doctor");
    assertFailure(ExitCode.FAILED, "reached: Nobody listens", result);
  }

  @Test
  void somebodyListensAndDoesNotRespond() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      Result result =
          cli.set("ANTEROOM_URL", "http://127.0.0.1:" + silent.getLocalPort())
              .run("doctor", "--call-timeout", "1s");
      assertFailure(ExitCode.FAILED, "No response came", result);
    }
  }

  @Test
  void anotherServiceRespondsAndGetsNoKey() {
    on(DOCUMENT, html(200, "Server", "nginx"));
    Result result = cli.run("doctor");
    assertFailure(ExitCode.FAILED, "not Anteroom", result);
    assertTrue(result.out().contains("nginx"), result.out());
    assertTrue(server.received(DOCUMENT).stream().allMatch(r -> r.header("Authorization") == null));
    assertEquals(0, server.received("GET /quota").size());
  }

  @Test
  void itIsStarting() {
    on(DOCUMENT, json(503, Json.problem(503, "starting", "")));
    assertFailure(ExitCode.FAILED, "It is Anteroom, and starting", cli.run("doctor"));
  }

  @Test
  void theKeyOfTheClientIsWrong() {
    on("GET /quota", json(401, Json.problem(401, "unauthorized", "")));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.NOT_AUTHORISED, "key of the client: It is not known", result);
  }

  @Test
  void theKeysAreSwapped() {
    on("GET /quota", json(403, Json.problem(403, "clients-only", "")));
    on(REPLICAS, json(403, Json.problem(403, "operators-only", "")));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.NOT_AUTHORISED, "It is an operator's", result);
    assertTrue(result.out().contains("It is a client's"), result.out());
  }

  @Test
  void keysAreMissing() {
    Result result =
        healthy().set("ANTEROOM_KEY", null).set("ANTEROOM_OPERATOR_KEY", null).run("doctor");
    assertEquals(0, result.code(), result.out());
    assertTrue(result.out().contains("not checked key of the client"), result.out());
  }

  @Test
  void theServerIsOfAnotherVersion() {
    on(DOCUMENT, json(200, document("2026-01-01")));
    on("GET /quota", json(400, Json.problem(400, "unknown-api-version", ",\"known\":[\"x\"]")));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.FAILED, "does not know the API of 2024-12-01", result);
    assertTrue(result.out().contains("API of 2026-01-01"), result.out());
  }

  @Test
  void theReplicasAreOfTwoVersions() {
    String other = REPLICA.replace(Version.OWN, "99.0.0").replace("true,\"a", "false,\"a");
    on(REPLICAS, json(200, replicas(REPLICA + "," + other)));
    Result result = healthy().run("doctor");
    assertEquals(0, result.code(), result.out());
    assertTrue(
        result.out().contains("warning     versions: Replicas: " + Version.OWN + ", 99.0.0"));
  }

  @Test
  void theClockOfTheServerIsWrong() {
    Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    Result result = healthy().clock(ahead).run("doctor");
    assertFailure(ExitCode.FAILED, "clock of the server: It is 60", result);
    Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30));
    Result slightly = healthy().clock(behind).run("doctor");
    assertEquals(0, slightly.code(), slightly.out());
    assertTrue(slightly.out().matches("(?s).*warning +clock of the server: It is \\d+ s ahead.*"));
  }

  @Test
  void theClockOfTheDatabaseIsWrong() {
    String late = ",\"reported_at\":\"2024-12-01T10:00:00Z\"}";
    on(REPLICAS, json(200, replicas(REPLICA.replaceFirst("}$", late))));
    assertFailure(ExitCode.FAILED, "clock of the database", healthy().run("doctor"));
  }

  @Test
  void theDatabaseIsAway() {
    on("GET /quota", json(503, Json.problem(503, "database-unavailable", "")));
    on(HEALTH, json(503, UP.replace("UP", "DOWN").replace(":3", ":120000")));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.FAILED, "PostgreSQL does not respond", result);
    assertTrue(result.out().contains("heard 120000 ms ago"), result.out());
  }

  @Test
  void theHealthIsSaidInWords() {
    on(WELL, json(200, well("hears of the database", "UP", "\"silent_ms\":380")));
    String out = healthy().run("doctor").out();
    assertTrue(out.contains("hears of the database: PostgreSQL was heard 380 ms ago."), out);
    assertFalse(out.contains("{"), out);
  }

  @Test
  void redisIsAway() {
    on(WELL, json(200, well("hints between replicas", "UP", "\"state\":\"not connected\"")));
    Result result = healthy().run("doctor");
    assertEquals(0, result.code(), result.out());
    assertTrue(result.out().matches("(?s).*warning +Redis: It is not connected.*"), result.out());
  }

  @Test
  void theUpstreamRefusesAKeyAndTheSpoolIsAway() {
    on(
        WELL,
        json(503, well("upstream accounts", "DOWN", "\"default\":\"refused\"")),
        json(503, well("spool", "DOWN", "\"state\":\"not mounted\"")));
    assertFailure(ExitCode.FAILED, "upstream: It refuses a key", healthy().run("doctor"));
    assertFailure(ExitCode.FAILED, "spool: state: not mounted.", cli.run("doctor"));
  }

  @Test
  void noReplicaWorks() {
    on(REPLICAS, json(200, replicas(REPLICA.replace("\"works\":true", "\"works\":false"))));
    assertFailure(ExitCode.FAILED, "None of them submits", healthy().run("doctor"));
  }

  @Test
  void theAccountIsPaused() {
    on("GET /quota", json(200, Json.quota("").replace("\"paused\":false", "\"paused\":true")));
    Result result = healthy().run("doctor");
    assertEquals(0, result.code(), result.out());
    assertTrue(result.out().contains("anteroom accounts resume default"), result.out());
  }

  @Test
  void theHealthIsSomewhereElse() {
    on(HEALTH, html(404));
    assertFailure(ExitCode.FAILED, "health: No health of Anteroom", healthy().run("doctor"));
    cli.set("ANTEROOM_MANAGEMENT_URL", null);
    assertTrue(cli.run("doctor").out().contains("not checked health"));
  }
}
