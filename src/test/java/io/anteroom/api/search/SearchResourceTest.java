package io.anteroom.api.search;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.RawUpload;
import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches that are passed through: results, links and files. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class SearchResourceTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @Test
  void aHitHasItsTaskIdAndMetadataWithoutTheMarker() {
    String word = TestCalls.newWord();
    String task = index(word + " of the karoo", "{\"task_id\": \"mine\", \"herd\": 7}");
    json("{\"query\": \"%s\", \"model_id\": null, \"filters\": null, \"unknown\": {\"a\": 1}}"
            .formatted(word))
        .post("/search/text")
        .then()
        .statusCode(200)
        .body("results", hasSize(1))
        .body("results[0].task_id", equalTo(task))
        .body("results[0].metadata.task_id", equalTo("mine"))
        .body("results[0].metadata.herd", equalTo(7))
        .body("results[0].metadata", not(hasKey("anteroom_task")));
    TestCalls.bob()
        .contentType("application/json")
        .body("{\"query\": \"%s\"}".formatted(word))
        .post("/search/text")
        .then()
        .body("results", hasSize(1))
        .body("results[0].task_id", nullValue())
        .body("results[0].metadata", not(hasKey("anteroom_task")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text | {} | missing-field | query",
        "text | {\"query\": null} | missing-field | query",
        "text | {\"query\": \" \"} | invalid-field | query",
        "text | {\"query\": 7} | invalid-field | query",
        "url | {} | missing-field | url",
        "url | {\"url\": \"javascript:alert(1)\"} | invalid-field | url"
      })
  void aSearchThatIsSurelyRefusedCostsNoPermit(
      String kind, String body, String type, String field) {
    int before = sandbox.calls("search." + kind);
    json(body)
        .post("/search/" + kind)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/" + type))
        .body("field", equalTo(field));
    assertEquals(before, sandbox.calls("search." + kind));
  }

  @Test
  void linksLeadToOurPages() {
    String word = TestCalls.newWord();
    for (int i = 0; i < 3; i++) {
      index(word + " number " + i, "{}");
    }
    String body =
        "{\"query\": \"%s\", \"pagination\": {\"page\": 1, \"page_size\": 1}}".formatted(word);
    String here = "http://localhost:" + RestAssured.port + "/search/text/";
    String next =
        json(body)
            .post("/search/text/")
            .then()
            .statusCode(200)
            .body("results", hasSize(1))
            .body("pagination.total", equalTo(3))
            .body("pagination.next_page", equalTo(here + "?page=2&page_size=1"))
            .body("pagination.previous_page", nullValue())
            .extract()
            .path("pagination.next_page");
    json(body)
        .urlEncodingEnabled(false)
        .post(next)
        .then()
        .statusCode(200)
        .body("pagination.page", equalTo(2))
        .body("pagination.previous_page", equalTo(here + "?page=1&page_size=1"));
    json(body)
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-Host", "anteroom.example")
        .post("/search/text")
        .then()
        .body(
            "pagination.next_page",
            equalTo("https://anteroom.example/search/text?page=2&page_size=1"));
    json(body).post("/search/text?page=0").then().statusCode(400).body("field", equalTo("page"));
  }

  @Test
  void searchesByAFileAndKeepsNothingOfIt() {
    String task = index("the axolotl keeps its gills", "{}");
    alice()
        .multiPart("file", "q.txt", "axolotl gills".getBytes(), "text/plain")
        .multiPart("filters", "{\"AND\": []}")
        .multiPart("page_size", "5")
        .post("/search/upload/")
        .then()
        .statusCode(200)
        .body("results[0].task_id", equalTo(task))
        .body("pagination.page_size", equalTo(5))
        .header("RateLimit-Policy", containsString("\"search.upload\""));
    sandbox.answer("search.upload", 422);
    upload(10).then().statusCode(422).body("type", equalTo("/problems/upstream-refused"));
    sandbox.answer("search.upload", 500);
    upload(10).then().statusCode(502).body("type", equalTo("/problems/upstream-unavailable"));
    sandbox.heal("search.upload");
    alice().multiPart("filters", "{}").post("/search/upload").then().statusCode(400);
    Awaitility.await().untilAsserted(() -> assertEquals(0, SpoolFolder.ofTest().incoming()));
  }

  @Test
  void aFileThatIsTooLargeIsRefused() {
    upload(1_000_001).then().statusCode(413).body("type", equalTo("/problems/body-too-large"));
    upload(6_000_000).then().statusCode(413).body("type", equalTo("/problems/body-too-large"));
    upload(1_000_000).then().statusCode(200);
    Awaitility.await().untilAsserted(() -> assertEquals(0, SpoolFolder.ofTest().incoming()));
  }

  @Test
  void aCallerThatHangsUpLeavesNoFileBehind() throws Exception {
    sandbox.set(
        "{\"latency\": {\"search.upload\": {\"jitter_min_ms\": 3000, \"jitter_max_ms\": 3000}}}");
    try (RawUpload upload = RawUpload.open(RestAssured.port, "/search/upload", 20_000)) {
      upload.send();
      Awaitility.await().until(() -> SpoolFolder.ofTest().incoming() == 1);
    } finally {
      sandbox.set("{\"latency\": {\"search.upload\": null}}");
    }
    Awaitility.await().untilAsserted(() -> assertEquals(0, SpoolFolder.ofTest().incoming()));
  }

  private static Response upload(int size) {
    return alice()
        .multiPart("file", "q.txt", "x ".repeat(size / 2).concat("x".repeat(size % 2)).getBytes())
        .post("/search/upload");
  }

  private static String index(String text, String metadata) {
    return json("{\"text\": \"%s\", \"collection_id\": \"animals\", \"metadata\": %s}"
            .formatted(text, metadata))
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .extract()
        .path("task_id");
  }
}
