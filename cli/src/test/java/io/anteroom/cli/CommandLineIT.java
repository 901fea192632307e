package io.anteroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.service.Replica;
import io.anteroom.client.service.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line against the packaged service. */
class CommandLineIT {

  private static final String OPERATOR_KEY = "operator-key-0123456789abcdef0123456";
  private static final String[] LISTEN = {
    "callbacks", "listen", "--port", "0", "--count", "1", "--timeout", "60s"
  };

  private static Servers servers;
  private static Replica replica;

  @BeforeAll
  static void start() {
    servers = Servers.start();
    servers.environment().put("ANTEROOM_OPERATOR_KEY", OPERATOR_KEY);
    replica = Replica.start(servers.environment());
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      replica.close();
      servers.close();
    }
  }

  private static Program anteroom() {
    return anteroom(replica);
  }

  private static Program anteroom(Replica server) {
    return new Program()
        .set("ANTEROOM_URL", "http://127.0.0.1:" + server.port())
        .set("ANTEROOM_KEY", Servers.KEY)
        .set("ANTEROOM_OPERATOR_KEY", OPERATOR_KEY)
        .set("ANTEROOM_MANAGEMENT_URL", "http://127.0.0.1:" + server.managementPort())
        .set("ANTEROOM_CALLBACK_SECRET", Servers.CALLBACK_SECRET);
  }

  @Test
  void aTextIsIndexedWaitedForAndRead() {
    Result indexed =
        anteroom()
            .runWith("the old bridge", "index", "-", "-c", "bridges", "--features", "-o", "json");
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    assertTrue(JsonObject.parse(indexed.out()).object("features").isPresent(), indexed.out());
    String id = JsonObject.parse(indexed.out()).string("task_id").orElseThrow();
    Result task = anteroom().run("tasks", "get", id);
    assertTrue(task.out().contains("DONE"), task.out());
    Result list = anteroom().run("tasks", "list", "-c", "bridges", "--status", "DONE");
    assertTrue(list.out().contains(id), list.out() + list.err());
    Result events = anteroom().run("tasks", "watch", id, "-o", "jsonl");
    assertEquals(ExitCode.DONE, events.code(), events.err());
    assertTrue(events.lines().get(events.lines().size() - 1).contains("\"DONE\""), events.out());
  }

  @Test
  void aFileIsUploadedAndAFailureIsExitCode1(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("bridge.txt"), "of stone");
    Result upload = anteroom().run("index", file.toString(), "-c", "files", "--wait");
    assertEquals(ExitCode.DONE, upload.code(), upload.err());
    Result gone = anteroom().run("index", "http://127.0.0.1:1/gone", "-c", "gone", "--wait");
    assertEquals(ExitCode.FAILED, gone.code(), gone.out());
    assertTrue(gone.out().contains("upstream-failed"), gone.out());
    Matcher id = Pattern.compile("task +([0-9a-f-]{36})").matcher(gone.out());
    assertTrue(id.find());
    Result retried = anteroom().run("tasks", "retry", id.group(1), "--wait");
    assertEquals(ExitCode.FAILED, retried.code(), retried.err());
    assertTrue(retried.out().contains(id.group(1)), "retry of: " + retried.out());
  }

  @Test
  void aPausedAccountLeavesTasksRunningAndACancelEndsThem() {
    assertEquals(ExitCode.DONE, anteroom().run("accounts", "pause", "default").code());
    try {
      Result late =
          anteroom()
              .runWith("later", "index", "-", "-c", "c", "--wait", "--timeout", "1s", "-o", "json");
      assertEquals(ExitCode.STILL_RUNNING, late.code(), late.err());
      assertTrue(anteroom().run("quota").out().matches("(?s).*paused +true.*index.text.*"));
      assertTrue(anteroom().run("doctor").out().contains("accounts resume default"));
      String id = JsonObject.parse(late.out()).string("task_id").orElseThrow();
      assertEquals(ExitCode.DONE, anteroom().run("tasks", "cancel", id).code());
    } finally {
      assertEquals(ExitCode.DONE, anteroom().run("accounts", "resume", "default").code());
    }
    assertTrue(anteroom().run("accounts", "list").out().contains("false"));
  }

  @Test
  void aCallbackIsReceivedListedAndDeliveredAgain() {
    Program.Running listener = anteroom().start("", LISTEN);
    Result indexed = index(listener);
    Result received = listener.end();
    assertEquals(ExitCode.DONE, received.code(), received.err());
    String id = JsonObject.parse(indexed.out()).string("task_id").orElseThrow();
    assertTrue(received.out().contains("task.done " + id), received.out());
    Result list = anteroom().run("callbacks", "list", id);
    assertTrue(list.out().contains("204"), list.out() + list.err());
    assertEquals(ExitCode.DONE, anteroom().run("callbacks", "redeliver", id).code());
  }

  @Test
  void tasksThatFailedAreRetriedInBulkOnce() {
    Result gone = anteroom().run("index", "http://127.0.0.1:1/gone", "-c", "bulk", "--wait");
    assertEquals(ExitCode.FAILED, gone.code(), gone.err());
    String[] retry = {"bulk", "retry", "-c", "bulk", "--reason", "a test", "-o", "json"};
    Result dry = anteroom().run("bulk", "retry", "-c", "bulk", "--dry-run", "-o", "json");
    assertEquals(ExitCode.DONE, dry.code(), dry.err());
    assertTrue(dry.out().contains("\"matched\":1"), dry.out());
    Result first = anteroom().run(retry);
    assertEquals(ExitCode.DONE, first.code(), first.err());
    JsonObject bulk = JsonObject.parse(first.out());
    assertEquals(1L, bulk.number("done").orElseThrow());
    assertTrue(first.err().contains("1 of 1"), first.err());
    String id = bulk.string("bulk_action_id").orElseThrow();
    assertTrue(anteroom().run("bulk", "list").out().contains(id));
    assertTrue(anteroom().run("bulk", "get", id).out().contains("a test"));
    Result stop = anteroom().run("bulk", "stop", id);
    assertEquals(ExitCode.DONE, stop.code(), "it has ended: " + stop.err());
    Result none = anteroom().run("bulk", "cancel", "-c", "nowhere", "--reason", "a test");
    assertEquals(ExitCode.FAILED, none.code());
    assertTrue(none.err().contains("no-task-matches"), none.err());
  }

  private static Result index(Program.Running listener) {
    Pattern url = Pattern.compile("http://127.0.0.1:\\d+/");
    Replica.until(() -> url.matcher(listener.said()).find());
    Matcher address = url.matcher(listener.said());
    assertTrue(address.find());
    Result indexed =
        anteroom()
            .runWith(
                "told", "index", "-", "-c", "c", "--callback-url", address.group(), "-o", "json");
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    return indexed;
  }

  @Test
  void aListenerWithAnotherSecretRefusesTheCallback() {
    String[] briefly = LISTEN.clone();
    briefly[briefly.length - 1] = "25s"; // a busy machine takes a while to deliver
    Program.Running listener =
        anteroom()
            .set("ANTEROOM_CALLBACK_SECRET", "whsec_YW5vdGhlciBzZWNyZXQgb2YgdGhpcnR5LXR3bw==")
            .start("", briefly);
    index(listener);
    Replica.until(() -> listener.said().contains("No signature fits"));
    assertEquals(ExitCode.STILL_RUNNING, listener.end().code());
  }

  @Test
  void wrongKeysAreExitCode4() {
    Program wrong = anteroom().set("ANTEROOM_KEY", "nobody-0123456789abcdef0123456789");
    assertEquals(ExitCode.NOT_AUTHORISED, wrong.run("quota").code());
    Result doctor = wrong.run("doctor");
    assertEquals(ExitCode.NOT_AUTHORISED, doctor.code());
    assertTrue(doctor.out().contains("key of the client: It is not known"), doctor.out());
    Program client = anteroom().set("ANTEROOM_OPERATOR_KEY", Servers.KEY);
    assertEquals(ExitCode.NOT_AUTHORISED, client.run("accounts", "list").code());
  }

  @Test
  void theDoctorFindsASoundDeploymentSound() {
    Result doctor = anteroom().run("doctor");
    assertEquals(ExitCode.DONE, doctor.code(), doctor.out() + doctor.err());
    for (String words :
        new String[] {
          "ok          service: Anteroom with the API of " + Version.API,
          "ok          clock of the database",
          " alive",
          "ok          versions",
          "ok          database and schema",
          "ok          Redis: Connected",
          "ok          spool"
        }) {
      assertTrue(doctor.out().contains(words), words + " in " + doctor.out());
    }
  }

  @Test
  void theDoctorFindsThePortOfHealthInsteadOfTheService() {
    Program wrong = anteroom().set("ANTEROOM_URL", "http://127.0.0.1:" + replica.managementPort());
    Result doctor = wrong.run("doctor");
    assertEquals(ExitCode.FAILED, doctor.code());
    assertTrue(doctor.out().contains("It is not Anteroom"), doctor.out());
    Result quota = wrong.run("quota");
    assertEquals(ExitCode.FAILED, quota.code());
    assertTrue(quota.err().contains("is not Anteroom"), quota.err());
  }

  @Test
  void theDoctorFindsThatRedisIsAway() {
    Map<String, String> environment = new HashMap<>(servers.environment());
    environment.put("REDIS_URL", "redis://127.0.0.1:1");
    try (Replica alone = Replica.start(environment)) {
      Result doctor = anteroom(alone).run("doctor");
      assertEquals(ExitCode.DONE, doctor.code(), doctor.out());
      assertTrue(doctor.out().contains("Redis: It is not connected"), doctor.out());
    }
  }
}
