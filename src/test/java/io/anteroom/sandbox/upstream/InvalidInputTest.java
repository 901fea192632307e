package io.anteroom.sandbox.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidInputTest extends RunningSandbox {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/index/text | {}",
        "/index/text | {\"text\":\"x\"}",
        "/index/text | {\"text\":null,\"collection_id\":\"c\"}",
        "/index/text | {\"text\":5,\"collection_id\":\"c\"}",
        "/index/text | {\"text\":\"x\",\"collection_id\":\"c\",\"metadata\":[]}",
        "/index/text | {\"text\":",
        "/index/text | []",
        "/index/text | ''",
        "/index/url  | {\"collection_id\":\"c\"}",
        "/index/url  | {\"url\":\"http://127.0.0.1/\"}",
        "/search/url | {}",
      })
  void isRefusedWithAReason(String path, String body) throws IOException {
    TestReply testReply = caller.post(path, body);
    assertEquals(400, testReply.status());
    assertFalse(testReply.reason().isBlank());
    assertEquals(0, sandbox.counters().tasksCreated());
  }

  @Test
  void ignoresFieldsThatItDoesNotKnow() throws IOException {
    String body =
        """
        {"text":"x","collection_id":"c","metadata":null,"should_save":true,"nobody":{"knows":1}}
        """;
    assertEquals(200, caller.post("/index/text", body).status());
  }

  @Test
  void isRefusedWhereItIsTooLong() throws IOException {
    set("{\"content\":{\"max_json_bytes\":100}}");
    String body = TestCaller.textBody("x".repeat(200), "t.1");
    assertEquals(413, caller.post("/index/text", body).status());
  }

  @Test
  void knowsOnlyItsOwnPathsAndMethods() throws IOException {
    assertEquals("no such path", caller.get("/nowhere").reason());
    assertEquals(405, caller.get("/index/text").status());
  }
}
