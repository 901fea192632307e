package io.anteroom.api.search;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.index;
import static io.anteroom.TestEnvironment.ALICE;
import static io.anteroom.TestEnvironment.FRANK;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** A client with restricted collections: what it indexes, searches and reads. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RestrictedClientTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @Test
  void aRestrictedClientIndexesIntoItsCollectionsOnly() {
    String body = "{\"text\": \"x\", \"collection_id\": \"%s\"}";
    TestCalls.jsonOf(FRANK, body.formatted("others"))
        .post("/index/text")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/collection-forbidden"))
        .body("field", equalTo("collection_id"));
    TestCalls.of(FRANK)
        .multiPart("file", "a.txt", "x".getBytes(), "text/plain")
        .multiPart("collection_id", "others")
        .post("/index/upload")
        .then()
        .statusCode(403);
    TestCalls.jsonOf(FRANK, body.formatted("shared")).post("/index/text").then().statusCode(200);
  }

  @Test
  void aRestrictedClientSearchesItsCollectionsOnly() {
    Indexed own = index(FRANK, "franks", "pangolin at home");
    index(ALICE, "others", "pangolin abroad");
    for (String filters :
        new String[] {
          "null",
          "{}",
          "{\"AND\": [{\"key\": \"metadata.n\", \"operator\": \"eq\", \"value\": 1}]}",
          "{\"OR\": [{\"key\": \"collection_id\", \"operator\": \"eq\", \"value\": \"others\"},"
              + "{\"key\": \"metadata.n\", \"operator\": \"eq\", \"value\": 1}]}"
        }) {
      TestCalls.jsonOf(FRANK, "{\"query\": \"pangolin\", \"filters\": " + filters + "}")
          .post("/search/text")
          .then()
          .statusCode(200)
          .body("pagination.total", equalTo(1))
          .body("results.task_id", contains(own.task()));
    }
    TestCalls.of(FRANK)
        .multiPart("file", "q.txt", "pangolin".getBytes(), "text/plain")
        .multiPart("filters", "{\"OR\": []}")
        .post("/search/upload")
        .then()
        .statusCode(200);
    TestCalls.of(FRANK)
        .multiPart("file", "q.txt", "pangolin".getBytes(), "text/plain")
        .post("/search/upload")
        .then()
        .body("pagination.total", equalTo(1));
    TestCalls.jsonOf(FRANK, "{\"query\": \"pangolin\", \"filters\": []}")
        .post("/search/text")
        .then()
        .statusCode(400)
        .body("field", equalTo("filters"));
  }

  @Test
  void anAssetOfAnotherCollectionIs404() {
    Indexed own = index(FRANK, "franks", "mine");
    Indexed other = index(ALICE, "others", "not mine");
    for (String path : new String[] {"/assets/%s", "/assets/%s/", "/assets/%s/features"}) {
      TestCalls.of(FRANK)
          .get(path.formatted(other.asset()))
          .then()
          .statusCode(404)
          .body("type", equalTo("/problems/asset-not-found"));
      TestCalls.of(FRANK).get(path.formatted(own.asset())).then().statusCode(200);
    }
    TestCalls.of(FRANK).delete("/assets/" + other.asset()).then().statusCode(404);
    alice().get("/assets/" + other.asset()).then().statusCode(200);
    int before = sandbox.calls("assets.get");
    TestCalls.of(FRANK).get("/assets/" + own.asset() + "/features").then().statusCode(200);
    assertEquals(before, sandbox.calls("assets.get"));
  }

  @Test
  void aRestrictedClientListsItsCollectionsOnly() {
    Indexed own = index(FRANK, "franks", "listed");
    index(ALICE, "others", "not listed");
    for (String body :
        new String[] {
          "{}", "{\"collections\": null}", "{\"collections\": [\"others\",\"franks\"]}"
        }) {
      TestCalls.jsonOf(FRANK, body)
          .post("/assets?page_size=100")
          .then()
          .statusCode(200)
          .body("results.task_id", hasItems(own.task()))
          .body("results.findAll { it.collection_id == 'others' }", empty());
    }
    TestCalls.jsonOf(FRANK, "{\"collections\": [\"others\"]}")
        .post("/assets")
        .then()
        .statusCode(200)
        .body("results", empty())
        .body("pagination.total", equalTo(0));
  }
}
