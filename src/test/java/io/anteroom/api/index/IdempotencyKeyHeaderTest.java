package io.anteroom.api.index;

import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.newestTask;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The draft has the key in quotes, most callers send it without. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class IdempotencyKeyHeaderTest {

  private final String key = TestCalls.newWord();

  @Test
  void aKeyInQuotesIsTheSameKey() {
    assertEquals(task(key), task('"' + key + '"'));
    assertEquals(task("\"" + key + " \\\\ \\\"\""), task(key + " \\ \""));
    assertNotEquals(task(key), task(key + "\""));
    assertNotEquals(task("a" + key), task("\"A" + key + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\" \"",
        "\"",
        "\"a",
        "\"a\"b",
        "\"a\"b\"",
        "\"a\\\"",
        "\"a\\b\"",
        "\"a\";x",
        "\"a\", \"b\"",
      })
  void aKeyThatIsNoQuotedStringIs400(String value) {
    String before = newestTask();
    post(value).statusCode(400).body("field", equalTo("Idempotency-Key"));
    assertEquals(before, newestTask());
  }

  @Test
  void aKeyInQuotesMayBeAsLongAsOneWithout() {
    String longest = key + "x".repeat(255 - key.length());
    assertEquals(task(longest), task('"' + longest + '"'));
    post('"' + longest + "x\"").statusCode(400).body("field", equalTo("Idempotency-Key"));
  }

  @Test
  void severalKeysAre400() {
    String before = newestTask();
    post(key, key).statusCode(400).body("field", equalTo("Idempotency-Key"));
    post("a" + key, "b" + key).statusCode(400).body("field", equalTo("Idempotency-Key"));
    assertEquals(before, newestTask());
  }

  private static String task(String value) {
    return post(value).statusCode(200).extract().path("task_id");
  }

  private static ValidatableResponse post(String... lines) {
    RequestSpecification request = json("{\"text\": \"x\", \"collection_id\": \"c\"}");
    for (String line : lines) {
      request.header("Idempotency-Key", line);
    }
    return request.post("/index/text").then();
  }
}
