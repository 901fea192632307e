package io.anteroom.upstream.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.anteroom.submit.SubmitOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Error messages are found in every place where an upstream puts them, and are cut to a maximum.
 */
class ErrorMessageReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"detail": [{"msg": "bad url"}]}                              | bad url
          {"detail": [{"loc": ["body", "url"], "msg": "bad url"}]}      | body.url: bad url
          {"detail": [{"loc": ["a", 0], "msg": "x"}, {"msg": "y"}]}     | a.0: x; y
          {"detail": "bad url"}                                         | bad url
          {"detail": {"message": "bad url"}}                            | bad url
          {"detail": {"msg": "bad url", "code": 7}}                     | bad url
          {"detail": {"error": {"message": "bad url"}}}                 | bad url
          {"detail": {"url": ["is bad", "is long"], "n": ["no"]}}       | url: is bad; is long; n: no
          {"detail": ["bad url", "bad n"]}                              | bad url; bad n
          {"error": {"message": "bad url"}}                             | bad url
          {"error": {"code": "E7"}}                                     | code: E7
          {"error": "bad url"}                                          | bad url
          {"error": [{"message": "bad url"}]}                           | bad url
          {"message": "bad url"}                                        | bad url
          {"Message": "bad url"}                                        | bad url
          {"msg": "bad url"}                                            | bad url
          {"errors": ["bad url", "bad n"]}                              | bad url; bad n
          {"errors": [{"message": "bad url"}, {"detail": "bad n"}]}     | bad url; bad n
          {"errors": {"url": ["is bad"]}}                               | url: is bad
          {"errors": "bad url"}                                         | bad url
          {"message": "Invalid", "errors": [{"field": "url", "message": "bad"}]} | Invalid: url: bad
          {"title": "Invalid", "errors": {"url": ["bad"]}}              | Invalid: url: bad
          {"type": "about:blank", "title": "Bad", "status": 400, "detail": "bad url"} | bad url
          {"type": "about:blank", "title": "Bad request", "status": 400} | Bad request
          {"error": "Bad Request", "message": "bad url", "statusCode": 400} | bad url
          {"error": "invalid_request", "error_description": "bad url"}  | bad url
          {"detail": "", "error": {"message": "bad url"}}               | bad url
          {"detail": null, "message": "bad url"}                        | bad url
          {"error": true, "message": "bad url"}                         | bad url
          [{"msg": "bad url"}]                                          | bad url
          "bad url"                                                     | bad url
          """)
  void theErrorMessageOfAResponseIsFound(String body, String words) {
    assertEquals(words, answer(body).words());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "null",
        "7",
        "true",
        "{\"detail\": []}",
        "{\"error\": {}}",
        "{\"errors\": [null, {}, []]}",
        "{\"message\": \" \"}",
        "{\"status\": 400}"
      })
  void withoutAMessageTheStatusIsNamed(String body) {
    assertEquals("the upstream answered 400", answer(body).words());
  }

  @Test
  void anEmptyBodyHasNoErrorMessage() {
    assertEquals(
        "the upstream answered 400",
        new UpstreamResponse(400, Optional.empty(), MissingNode.getInstance()).words());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error": "no frames"}                             | no frames
          {"error": {"message": "no frames"}}                | no frames
          {"error": {"detail": "no frames"}}                 | no frames
          {"errors": ["no frames", "no sound"]}              | no frames; no sound
          {"detail": [{"msg": "no frames"}]}                 | no frames
          {"message": "no frames"}                           | no frames
          {"error": null, "message": "no frames"}            | no frames
          {"error_message": "no frames"}                     | no frames
          {"error": "no frames", "message": "Task failed"}   | no frames
          """)
  void theErrorMessageOfATaskIsFound(String task, String words) {
    assertEquals(words, task(task).error());
  }

  @Test
  void aTaskWithoutAMessageHasNoError() {
    assertNull(task("{\"error\": null}").error());
    assertNull(task("{\"error\": \"\"}").error());
    assertNull(task("{\"status\": \"FAILED\", \"description\": \"a river\"}").error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00e4", "\u20ac", "\ud83d\ude00", "a\ud83d\ude00"})
  void aLongMessageIsCutBetweenTwoCharactersAndMarkedAsCut(String piece) {
    String all = piece.repeat(1_000_000);
    String error = "{\"error\": \"" + all + "\", \"errors\": [\"" + all + "\"]}";
    for (String words :
        new String[] {answer(error).words(), task(error).error(), task(error).status()}) {
      assertTrue(bytes(words) <= 8192, () -> bytes(words) + " bytes");
      assertEquals(
          words, new String(words.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }
    String cut = task(error).error();
    assertTrue(bytes(cut) > 8192 - 10, () -> bytes(cut) + " bytes");
    String kept = cut.substring(0, cut.indexOf(" [cut"));
    assertTrue(all.startsWith(kept) && kept.length() % piece.length() == 0 || piece.length() == 3);
  }

  @Test
  void aStatusWordIsCutToo() {
    String status = task("{\"status\": \"" + "S".repeat(3_000_000) + "\"}").status();
    assertTrue(bytes(status) <= 8192);
  }

  @Test
  void theMaximumLengthIsASetting() {
    ErrorMessageLimit limit = new ErrorMessageLimit(100);
    String words = limit.cut("x".repeat(101));
    assertEquals(100, bytes(words));
    assertTrue(words.endsWith("x [cut: 101 bytes in all]"), words);
    assertEquals("x".repeat(100), limit.cut("x".repeat(100)));
    assertEquals("\u20ac".repeat(33), limit.cut("\u20ac".repeat(33)));
    assertTrue(limit.cut("\u20ac".repeat(34)).endsWith("[cut: 102 bytes in all]"));
  }

  @Test
  void anIdIsNeverCut() {
    String id = "u".repeat(2_000);
    UpstreamTask task = task("{\"task_id\": \"" + id + "\", \"asset_id\": \"" + id + "\"}");
    assertNull(task.taskId());
    assertNull(task.assetId());
    assertEquals(
        SubmitOutcome.InDoubt.class,
        SubmitOutcome.of(
                new UpstreamResponse(200, Optional.empty(), json("{\"task_id\": \"" + id + "\"}")))
            .getClass());
  }

  @Test
  void aMessageAmongManyFieldsIsReadInBoundedTime() {
    String deep = "[".repeat(900) + "\"bad url\"" + "]".repeat(900);
    assertTrue(bytes(answer("{\"detail\": " + deep + "}").words()) <= 8192);
    String wide = "[" + "{\"msg\": \"bad\"},".repeat(300_000) + "{}]";
    assertTrue(bytes(answer("{\"detail\": " + wide + "}").words()) <= 8192);
  }

  private static int bytes(String words) {
    return words.getBytes(StandardCharsets.UTF_8).length;
  }

  private static UpstreamResponse answer(String body) {
    return new UpstreamResponse(400, Optional.empty(), json(body));
  }

  private static UpstreamTask task(String body) {
    return answer(body).task().orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
