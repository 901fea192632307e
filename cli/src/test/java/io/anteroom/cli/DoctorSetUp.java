package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import io.anteroom.client.ScriptedServer.Responder;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sound set-up, which a test breaks in one way. */
abstract class DoctorSetUp {

  static final String DOCUMENT = "GET /openapi.json";
  static final String REPLICAS = "GET /replicas";
  static final String HEALTH = "GET /q/health";
  static final String WELL = "GET /q/health/well";
  static final String REPLICA =
      "{\"id\":\"r1\",\"self\":true,\"alive\":true,\"draining\":false,\"works\":true,"
          + "\"version\":\""
          + Version.OWN
          + "\",\"host\":\"pod-1\",\"refused\":[],\"breakers\":[]}";
  static final String UP =
      "{\"status\":\"UP\",\"checks\":[{\"name\":\"takes requests\",\"status\":\"UP\","
          + "\"data\":{\"state\":\"AVAILABLE\",\"database_silent_ms\":3}}]}";

  final ScriptedServer server = new ScriptedServer();
  final Cli cli = Cli.of(server).clock(Clock.systemUTC());

  private final Set<String> scripted = new HashSet<>();

  @BeforeEach
  void start() {
    cli.set("ANTEROOM_MANAGEMENT_URL", server.uri().toString());
  }

  @AfterEach
  void close() {
    server.close();
  }

  static void assertFailure(int code, String words, Result result) {
    assertEquals(code, result.code(), result.out() + result.err());
    assertTrue(
        result.lines().stream().anyMatch(l -> l.startsWith("FAILED") && l.contains(words)),
        result.out());
  }

  /** What a test has said stays; the rest is sound. */
  final Cli healthy() {
    on(DOCUMENT, json(200, document("2024-12-01")));
    on("GET /quota", json(200, Json.quota("")));
    on(REPLICAS, json(200, replicas(REPLICA)));
    on(HEALTH, json(200, UP));
    on(WELL, json(200, well("spool", "UP", "\"state\":\"there\"")));
    return cli;
  }

  final void on(String call, Responder... responders) {
    if (scripted.add(call)) {
      server.on(call, responders);
    }
  }

  static String document(String version) {
    return "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Anteroom\",\"version\":\"%s\"}}"
        .formatted(version);
  }

  static String replicas(String replicas) {
    return "{\"replicas\":[%s]}".formatted(replicas);
  }

  static String well(String name, String status, String data) {
    return "{\"status\":\"%s\",\"checks\":[{\"name\":\"%s\",\"status\":\"%s\",\"data\":{%s}}]}"
        .formatted(status, name, status, data);
  }

  /** The verdict is a warning, and nothing failed. */
  static void assertWarning(String words, Result result) {
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(
        result.lines().stream().anyMatch(l -> l.startsWith("warning") && l.contains(words)),
        result.out());
  }
}
