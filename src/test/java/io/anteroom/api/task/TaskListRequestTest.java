package io.anteroom.api.task;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By the specification: "you can supply page_size and page in the url parameters". */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class TaskListRequestTest {

  private static final String REFERENCE = "&reference=%7Ba%7D%20%26%20100%25";

  @Test
  void pagesAreNewestFirstWithTheUpstreamsPaginationObject() {
    String collection = TestCalls.newCollection();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, accept(collection, "r" + i));
    }
    String list = "/tasks?collection_id=" + collection + "&page_size=2";
    alice()
        .get(list + "&page=2")
        .then()
        .statusCode(200)
        .body("results.task_id", contains(ids.get(2), ids.get(3)))
        .body("pagination.total", equalTo(5))
        .body("pagination.page", equalTo(2))
        .body("pagination.page_size", equalTo(2))
        .body("pagination.total_pages", equalTo(3))
        .body("pagination.next_page", containsString("page=3"))
        .body("pagination.next_page", containsString("collection_id=" + collection))
        .body("pagination.previous_page", containsString("page=1"));
    alice()
        .get(list + "&page=1")
        .then()
        .body("results.task_id", contains(ids.get(0), ids.get(1)))
        .body("pagination.previous_page", nullValue());
    String last = alice().get(list + "&page=2").path("pagination.next_page");
    alice()
        .get(last)
        .then()
        .statusCode(200)
        .body("results.task_id", contains(ids.get(4)))
        .body("pagination.next_page", nullValue());
  }

  @Test
  void aReferenceIsAFilter() {
    String collection = TestCalls.newCollection();
    String id = accept(collection, "my-own-name");
    accept(collection, "another-name");
    alice()
        .get("/tasks?reference=my-own-name")
        .then()
        .body("results.task_id", contains(id))
        .body("results[0].reference", equalTo("my-own-name"));
  }

  @Test
  void aListWithoutTasksHasOnePage() {
    alice()
        .get("/tasks?collection_id=" + TestCalls.newCollection())
        .then()
        .statusCode(200)
        .body("results", hasSize(0))
        .body("pagination.total", equalTo(0))
        .body("pagination.total_pages", equalTo(1));
  }

  @Test
  void aCursorReadsTheWholeListWithItsFilters() {
    String collection = TestCalls.newCollection();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(0, accept(collection, "{a} & 100%"));
    }
    JsonPath page = list("?page_size=3&kind=text,url&collection_id=" + collection + REFERENCE);
    List<String> seen = new ArrayList<>(page.getList("results.task_id"));
    assertEquals(seen.get(2), page.getString("pagination.next_cursor"));
    page =
        list(
            "?page_size=3&kind=text&collection_id="
                + collection
                + REFERENCE
                + "&after="
                + seen.get(2));
    while (true) {
      seen.addAll(page.getList("results.task_id"));
      assertNull(page.get("pagination.total"));
      assertNull(page.get("pagination.page"));
      String next = page.getString("pagination.next_page");
      if (next == null) {
        break;
      }
      page =
          alice().urlEncodingEnabled(false).get(next).then().statusCode(200).extract().jsonPath();
    }
    assertNull(page.get("pagination.next_cursor"));
    assertEquals(ids, seen);
  }

  @Test
  void statusesAndKindsAndTimesAreFilters() {
    String collection = TestCalls.newCollection();
    String first = accept(collection, "r");
    String second = accept(collection, "r");
    List.of(first, second)
        .forEach(id -> alice().header("Prefer", "wait=20").get("/tasks/" + id).then());
    String in = "?collection_id=" + collection;
    assertEquals(List.of(second, first), ids(in + "&status=DONE,FAILED"));
    assertEquals(List.of(second, first), ids(in + "&status=FAILED&status=DONE&kind=text"));
    assertEquals(List.of(), ids(in + "&status=CANCELLED"));
    assertEquals(List.of(), ids(in + "&kind=upload&kind=url"));
    String time = alice().get("/tasks/" + second).path("accepted_at");
    assertEquals(List.of(second), ids(in + "&created_after=" + time));
    assertEquals(List.of(first), ids(in + "&created_before=" + time));
    assertEquals(List.of(second), ids(in + "&accepted_after=" + time));
    assertEquals(List.of(first), ids(in + "&accepted_before=" + time));
    assertEquals(List.of(), ids(in + "&created_after=9999-12-31T23:59:59%2B01:00"));
    assertEquals(2, ids(in + "&created_after=0001-01-01t00:00:00z").size());
  }

  @ParameterizedTest
  @CsvSource({
    "status=NEW, status",
    "status=DONE&status=, status",
    "kind=TEXT, kind",
    "batch=1, batch",
    "created_after=2026-01-01, created_after",
    "created_before=yesterday, created_before",
    "created_before=2026-02-30T00:00:00Z, created_before",
    "created_after=2026-01-01T00:00:00+01:00, created_after",
    "accepted_after=2026-01-01, accepted_after",
    "accepted_after=2026-01-01T00:00:00Z&created_after=2026-01-01T00:00:00Z, accepted_after",
    "after=x, after",
    "page=1&after=00000000-0000-7000-8000-000000000000, page"
  })
  void anInvalidParameterIsNamed(String query, String field) {
    alice()
        .urlEncodingEnabled(false)
        .get("/tasks?" + query)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(field));
  }

  @Test
  void aTotalOfManyIsAnEstimateAndTheEndOfTheListIsExact() {
    String collection = TestCalls.newCollection();
    String item = "{\"text\": \"t\", \"collection_id\": \"%s\"}".formatted(collection);
    json("{\"items\": [" + String.join(",", Collections.nCopies(1000, item)) + "]}")
        .post("/index/batch")
        .then()
        .statusCode(202);
    String list = "?page_size=100&collection_id=" + collection;
    JsonPath exact = list(list);
    assertEquals(1000, exact.getInt("pagination.total"));
    assertFalse(exact.getBoolean("pagination.total_is_estimate"));
    accept(collection, "r");
    JsonPath many = list(list);
    assertTrue(many.getInt("pagination.total") > 1000);
    assertTrue(many.getInt("pagination.total_pages") > 10);
    assertTrue(many.getBoolean("pagination.total_is_estimate"));
    JsonPath last = list(list + "&page=11");
    assertEquals(1001, last.getInt("pagination.total"));
    assertFalse(last.getBoolean("pagination.total_is_estimate"));
    assertNull(last.get("pagination.next_page"));
    alice()
        .get("/tasks" + list + "&page=12")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/page-out-of-range"));
  }

  private static JsonPath list(String query) {
    return alice()
        .urlEncodingEnabled(false)
        .get("/tasks" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private static List<String> ids(String query) {
    return list(query).getList("results.task_id");
  }

  private static String accept(String collection, String reference) {
    return json("{\"text\": \"t\", \"collection_id\": \"%s\", \"reference\": \"%s\"}"
            .formatted(collection, reference))
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }
}
