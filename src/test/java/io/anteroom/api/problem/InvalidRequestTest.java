package io.anteroom.api.problem;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.newestTask;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each bad input has a clear problem of its own type, and nothing is stored. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class InvalidRequestTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/index-and-wait | {'collection_id': 'c'} | missing-field | url",
        "/index-and-wait | {'url': null, 'text': null, 'collection_id': 'c'} | missing-field | url",
        "/index-and-wait | {'url': 'http://a/b', 'text': 'x', 'collection_id': 'c'} | multiple-sources |",
        "/index-and-wait | {'text': 'x'} | missing-field | collection_id",
        "/index-and-wait | {'text': 'x', 'collection_id': null} | missing-field | collection_id",
        "/index-and-wait | {'text': 'x', 'collection_id': ' '} | invalid-field | collection_id",
        "/index-and-wait | {'text': 'x', 'collection_id': 7} | invalid-field | collection_id",
        "/index-and-wait | {'text': '', 'collection_id': 'c'} | invalid-field | text",
        "/index-and-wait | {'text': ['x'], 'collection_id': 'c'} | invalid-field | text",
        "/index-and-wait | {'url': 'no url', 'collection_id': 'c'} | invalid-field | url",
        "/index-and-wait | {'url': '/relative', 'collection_id': 'c'} | invalid-field | url",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'metadata': 'x'} | invalid-field | metadata",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'metadata': {'anteroom_task': 1}} | invalid-field | metadata.anteroom_task",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'priority': 'high'} | invalid-field | priority",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'priority': 101} | invalid-field | priority",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'reference': {}} | invalid-field | reference",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'deadline_seconds': 0} | invalid-field | deadline_seconds",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'deadline_seconds': 2592001} | invalid-field | deadline_seconds",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'deadline_seconds': 1.5} | invalid-field | deadline_seconds",
        "/index-and-wait | {'text': 'x', 'collection_id': 'c', 'deadline_seconds': [1]} | invalid-field | deadline_seconds",
        "/index-and-wait | {'text': 'x', 'collection_id': 'a\\u0000b'} | invalid-field | collection_id",
        "/index-and-wait | {'text': | malformed-json |",
        "/index-and-wait | {'text': 'x'} {} | malformed-json |",
        "/index-and-wait | ['text'] | malformed-json |",
        "/index-and-wait | 'text' | malformed-json |",
        "/index/url | {'text': 'x', 'collection_id': 'c'} | missing-field | url",
        "/index/text | {'url': 'http://a/b', 'collection_id': 'c'} | missing-field | text",
      })
  void anInvalidBodyIsRefused(String path, String body, String type, String field) {
    String before = newestTask();
    json(body.replace('\'', '"'))
        .post(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("type", equalTo("/problems/" + type))
        .body("title", notNullValue())
        .body("detail", notNullValue())
        .body("field", equalTo(field));
    assertEquals(before, newestTask());
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        form("missing-field", "file", f -> f.multiPart("collection_id", "c")),
        form("missing-field", "collection_id", f -> file(f, "file")),
        form(
            "multiple-sources",
            null,
            f -> file(file(f, "file"), "file").multiPart("collection_id", "c")),
        form("invalid-field", "other", f -> file(f, "other").multiPart("collection_id", "c")),
        form(
            "invalid-field",
            "file",
            f -> f.multiPart("file", "text").multiPart("collection_id", "c")),
        form(
            "invalid-field",
            "metadata",
            f -> file(f, "file").multiPart("collection_id", "c").multiPart("metadata", "{")),
        form(
            "invalid-field",
            "collection_id",
            f -> file(f, "file").multiPart("collection_id", "c").multiPart("collection_id", "d")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void anInvalidFormIsRefused(
      String type, String field, Function<RequestSpecification, RequestSpecification> form) {
    String before = newestTask();
    for (String path : new String[] {"/index-and-wait", "/index/upload"}) {
      form.apply(alice())
          .post(path)
          .then()
          .statusCode(400)
          .body("type", equalTo("/problems/" + type))
          .body("field", equalTo(field));
    }
    assertEquals(before, newestTask());
  }

  @Test
  void aFormWithTooManyFieldsIsRefused() {
    RequestSpecification form = file(alice(), "file").multiPart("collection_id", "c");
    for (int i = 0; i < 70; i++) {
      form.multiPart("field" + i, "x");
    }
    form.post("/index/upload")
        .then()
        .statusCode(413)
        .body("type", equalTo("/problems/too-many-fields"));
  }

  @Test
  void aFieldOfAFormThatIsTooLargeIsRefused() {
    file(alice(), "file")
        .multiPart("collection_id", "c")
        .multiPart("metadata", "x".repeat(1_100_000))
        .post("/index/upload")
        .then()
        .statusCode(413);
  }

  @Test
  void anEmptyBodyIsRefused() {
    alice()
        .contentType("application/json")
        .post("/index-and-wait")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-json"));
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    json("{\"text\": \"" + "x".repeat(11 * 1024 * 1024) + "\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(413);
  }

  @Test
  void aWrongContentTypeIsRefused() {
    alice()
        .contentType("text/plain")
        .body("hello")
        .post("/index-and-wait")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, invalid-field, page",
    "page=-1, invalid-field, page",
    "page=x, invalid-field, page",
    "page=99999999999, invalid-field, page",
    "page=1000, page-out-of-range, page",
    "reference=%00, invalid-field, reference",
    "page_size=0, invalid-field, page_size",
    "page_size=101, invalid-field, page_size",
    "status=READY, invalid-field, status",
  })
  void anInvalidPageIsRefused(String query, String type, String field) {
    alice()
        .urlEncodingEnabled(false)
        .get("/tasks?" + query)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/" + type))
        .body("field", equalTo(field));
  }

  @Test
  void aTaskIdThatIsNoUuidIsRefused() {
    for (String method : new String[] {"GET", "DELETE"}) {
      alice()
          .request(method, "/tasks/42")
          .then()
          .statusCode(400)
          .body("type", equalTo("/problems/malformed-task-id"));
    }
  }

  @Test
  void anUnknownTaskIs404() {
    alice()
        .get("/tasks/00000000-0000-7000-8000-000000000000")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/task-not-found"));
  }

  private static Arguments form(
      String type, String field, Function<RequestSpecification, RequestSpecification> form) {
    return Arguments.of(type, field, form);
  }

  private static RequestSpecification file(RequestSpecification form, String field) {
    return form.multiPart(field, "a.txt", "hello".getBytes(), "text/plain");
  }
}
