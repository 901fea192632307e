package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import io.anteroom.client.ScriptedServer;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The words of the API are the same in Turkish, where I and i are no pair. */
class TurkishTest {

  private static final String START = "POST /bulk-actions";

  private final ScriptedServer server = new ScriptedServer();
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void inTurkish() {
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
  }

  @AfterEach
  void close() {
    Locale.setDefault(before);
    server.close();
  }

  @Test
  void aStatusInLowerCaseIsTheSameStatus() {
    server.on(START, json(200, "{\"action\":\"retry\",\"matched\":1,\"too_many\":false}"));
    Result result =
        Cli.of(server).run("bulk", "retry", "--status", "initializing,failed", "--dry-run");
    assertEquals(0, result.code(), result.err());
    String body = server.received(START).get(0).body();
    assertTrue(body.contains("\"status\":[\"INITIALIZING\",\"FAILED\"]"), body);
  }

  @Test
  void aVerdictIsTheSameVerdict() {
    Result result =
        Cli.of(server).set("ANTEROOM_URL", "http://anteroom.invalid").run("doctor", "-o", "jsonl");
    assertTrue(result.out().contains("\"verdict\":\"failed\""), result.out());
  }
}
