package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibilityTest extends RunningSandbox {

  private String listed() throws IOException {
    return caller.post("/assets", "{}").body().at("/results/0/status").asText();
  }

  @Test
  void aTaskVanishesAfterAWhile() throws IOException {
    set("{\"visibility\":{\"vanish_probability\":1,\"vanish_after_ms\":3000}}");
    String taskId = caller.indexText("words", "t.1");
    caller.ended(taskId);
    assertEquals(1, caller.post("/assets", "{}").results());
    await().until(() -> caller.get("/tasks/" + taskId).status() == 404);
    assertEquals(0, caller.post("/assets", "{}").results());
    assertEquals(0, caller.post("/search/text", "{\"query\":\"words\"}").results());
  }

  @Test
  void theListLagsBehind() throws IOException {
    set("{\"visibility\":{\"list_lag_ms\":3000}}");
    caller.ended(caller.indexText("words", "t.1"));
    assertEquals(0, caller.post("/assets", "{}").results());
    await().until(() -> listed().equals("DONE"));
  }

  @ParameterizedTest
  @CsvSource({"SHOWN, FAILED", "HIDDEN, ''", "STALE, DOWNLOADING"})
  void theListShowsAFailureAsConfigured(String setting, String expected) throws IOException {
    set("{\"visibility\":{\"failed_in_list\":\"" + setting + "\"}}");
    String body = "{\"url\":\"nowhere\",\"collection_id\":\"c\"}";
    caller.ended(caller.post("/index/url", body).taskId());
    assertEquals(expected, listed());
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  void theListMayBeOff(int status) throws IOException {
    set("{\"visibility\":{\"list_off_status\":" + status + "}}");
    String taskId = caller.indexText("words", "t.1");
    assertEquals(status, caller.post("/assets", "{}").status());
    assertEquals(200, caller.get("/tasks/" + taskId).status());
    set("{\"visibility\":{\"list_off_status\":null}}");
    assertEquals(200, caller.post("/assets", "{}").status());
  }
}
