package io.anteroom.api;

import static io.anteroom.Calls.alice;
import static io.anteroom.Calls.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.Calls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Seed: "you can supply page_size and page in the url parameters". */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class TaskListTest {

  @Test
  void pagesAreNewestFirstWithTheUpstreamsPaginationObject() {
    String collection = Calls.newCollection();
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
  void aReferenceIsLookedUp() {
    String collection = Calls.newCollection();
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
        .get("/tasks?collection_id=" + Calls.newCollection())
        .then()
        .statusCode(200)
        .body("results", hasSize(0))
        .body("pagination.total", equalTo(0))
        .body("pagination.total_pages", equalTo(1));
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
