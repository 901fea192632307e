package io.anteroom.api.batch;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The list of batches. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchListTest {

  private final String reference = TestCalls.newCollection();
  private final String list = "/batches?reference=" + reference;

  @AfterEach
  void heal() {
    SandboxControl.ofTest().processTextsIn(0);
  }

  @Test
  void pagesAreNewestFirstWithTheSamePaginationObjectAsTasks() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, accept(TestEnvironment.ALICE, "wait=20"));
    }
    String second = list + "&page_size=2&page=2";
    alice()
        .get(second)
        .then()
        .statusCode(200)
        .body("results.batch_id", contains(ids.get(2), ids.get(3)))
        .body("results.counts.DONE", contains(1, 1))
        .body("results[0]", not(hasKey("client")))
        .body("pagination.total", equalTo(5))
        .body("pagination.total_is_estimate", equalTo(false))
        .body("pagination.page", equalTo(2))
        .body("pagination.page_size", equalTo(2))
        .body("pagination.total_pages", equalTo(3))
        .body("pagination.next_page", containsString("page=3"))
        .body("pagination.previous_page", containsString("page=1"))
        .body("pagination.next_cursor", equalTo(ids.get(3)));
    String last = alice().get(second).path("pagination.next_page");
    alice()
        .get(last)
        .then()
        .body("results.batch_id", contains(ids.get(4)))
        .body("pagination.next_page", nullValue())
        .body("pagination.next_cursor", nullValue());
    alice()
        .get(list + "&page_size=2&page=4")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/page-out-of-range"));
    assertEquals(ids, walk());
  }

  /** By the cursor, from the first to the last. */
  private List<String> walk() {
    List<String> ids = new ArrayList<>();
    String next = list + "&page_size=2";
    for (int pages = 0; next != null && pages < 10; pages++) {
      var page = alice().get(next).then().statusCode(200).extract();
      ids.addAll(page.path("results.batch_id"));
      String cursor = page.path("pagination.next_cursor");
      next = cursor == null ? null : list + "&page_size=2&after=" + cursor;
    }
    return ids;
  }

  @Test
  void isFilteredByWhetherAllHaveEnded() {
    String ended = accept(TestEnvironment.ALICE, "wait=20");
    SandboxControl.ofTest().processTextsIn(60_000);
    String open = accept(TestEnvironment.ALICE, "respond-async");
    alice().get(list + "&ended=true").then().body("results.batch_id", contains(ended));
    alice()
        .get(list + "&ended=false")
        .then()
        .body("results.batch_id", contains(open))
        .body("results.open", contains(1))
        .body("results.counts.DONE", contains(0));
    alice().get(list).then().body("results.batch_id", contains(open, ended));
  }

  @Test
  void aClientSeesItsOwnAndAnOperatorAll() {
    String ofAlice = accept(TestEnvironment.ALICE, "wait=20");
    String ofBob = accept(TestEnvironment.BOB, "wait=20");
    alice().get(list).then().body("results.batch_id", contains(ofAlice));
    alice().get(list + "&client=alice").then().body("results.batch_id", contains(ofAlice));
    alice()
        .get(list + "&client=alice,bob")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/operators-only"))
        .body("field", equalTo("client"));
    of(TestEnvironment.READER)
        .get(list)
        .then()
        .statusCode(200)
        .body("results.batch_id", contains(ofBob, ofAlice))
        .body("results.client", contains("bob", "alice"));
    of(TestEnvironment.READER)
        .get(list + "&client=bob,nobody")
        .then()
        .body("results.batch_id", contains(ofBob));
    of(TestEnvironment.READER)
        .get("/batches?client=alice&page_size=100")
        .then()
        .body("results.client", everyItem(equalTo("alice")));
    of(TestEnvironment.READER).get(list + "&client=nobody").then().body("results", empty());
  }

  @ParameterizedTest
  @CsvSource({
    "ended=1, ended",
    "ended=, ended",
    "after=17, after",
    "page=0, page",
    "page_size=101, page_size",
    "client=, client",
    "reference=a%00b, reference",
    "page=1&after=01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e60, page",
    "refrence=a, refrence"
  })
  void aParameterThatCannotBeUsedIsNamed(String query, String field) {
    alice()
        .urlEncodingEnabled(false)
        .get("/batches?" + query)
        .then()
        .statusCode(400)
        .body("field", equalTo(field));
  }

  private String accept(String client, String prefer) {
    String body =
        "{\"items\": [{\"text\": \"x\", \"collection_id\": \"c\"}], \"reference\": \"%s\"}";
    return jsonOf(client, body.formatted(reference))
        .header("Prefer", prefer)
        .post("/index/batch")
        .path("batch_id");
  }
}
