package io.anteroom.api.filter;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which parameters may be repeated. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RepeatedParameterTest {

  private static final String NOBODY = "01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tasks?reference=a&reference=b",
        "/tasks?reference=a&reference=a",
        "/tasks?collection_id=a&page=1&collection_id=b",
        "/tasks?page_size=1&page_size=2",
        "/tasks?created_after=2024-12-01T10:00:00Z&created_after=2024-12-02T10:00:00Z",
        "/tasks?undelivered=false&undelivered=true",
        "/tasks?batch=" + NOBODY + "&batch=" + NOBODY,
        "/batches?after=" + NOBODY + "&after=" + NOBODY
      })
  void aParameterWithOneValueThatIsThereTwiceIs400(String url) {
    String[] pairs = url.split("[?&]");
    get(url)
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(pairs[pairs.length - 1].split("=")[0]))
        .body("detail", containsString("takes one value"));
  }

  @Test
  void aReasonThatIsThereTwiceIs400() {
    of(TestEnvironment.OPERATOR)
        .post("/accounts/small/pause?reason=a&reason=b")
        .then()
        .statusCode(400)
        .body("field", equalTo("reason"));
  }

  @Test
  void listsMayBeRepeated() {
    String collection = TestCalls.newCollection();
    TestCalls.index(TestEnvironment.ALICE, collection, TestCalls.newWord());
    String list = "/tasks?collection_id=" + collection;
    get(list + "&status=FAILED&status=DONE").statusCode(200).body("pagination.total", equalTo(1));
    get(list + "&kind=url&kind=text").statusCode(200).body("pagination.total", equalTo(1));
    get(list + "&phase=queued&phase=ended").statusCode(200).body("pagination.total", equalTo(1));
    get(list + "&client=alice&client=alice").statusCode(200).body("pagination.total", equalTo(1));
    get(list + "&client=alice&client=bob").statusCode(403);
  }

  @Test
  void theWordsOfARepeatedIncludeAreJoined() {
    String task = TestCalls.index(TestEnvironment.ALICE, TestCalls.newCollection(), "olm").task();
    get("/tasks/" + task + "?include=request&include=features")
        .statusCode(200)
        .body("$", hasKey("request"))
        .body("features.results[0].text", equalTo("olm"));
    get("/tasks/" + task + "?include=request&include=all")
        .statusCode(400)
        .body("field", equalTo("include"));
    json("{\"text\": \"olm\", \"collection_id\": \"c\"}")
        .post("/index-and-wait?include=features&include=all")
        .then()
        .statusCode(400)
        .body("field", equalTo("include"));
  }

  private static ValidatableResponse get(String url) {
    return alice().urlEncodingEnabled(false).get(url).then();
  }
}
