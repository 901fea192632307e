package io.anteroom.api.filter;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the service's own calls read the query of a URL. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class QueryOfCallsTest {

  @Test
  void namesThatDifferInTheirCaseAreOthers() {
    get("/tasks?status=DONE&STATUS=FAILED")
        .statusCode(400)
        .body("type", equalTo("/problems/unknown-parameter"))
        .body("field", equalTo("STATUS"));
  }

  @Test
  void aSemicolonIsPartOfTheValue() {
    String collection = TestCalls.newCollection();
    for (String reference : new String[] {"a;b", "a;page_size=1", "a"}) {
      json("{\"text\": \"x\", \"collection_id\": \"%s\", \"reference\": \"%s\"}"
              .formatted(collection, reference))
          .post("/index/text")
          .then()
          .statusCode(200);
    }
    String list = "/tasks?collection_id=" + collection + "&reference=";
    get(list + "a;b").statusCode(200).body("results.reference", contains("a;b"));
    get(list + "a%3Bb").statusCode(200).body("results.reference", contains("a;b"));
    get(list + "a;page_size=1").body("results.reference", contains("a;page_size=1"));
    get(list + "a").body("results.reference", contains("a"));
  }

  @Test
  void aLinkToThePageAfterKeepsTheSemicolon() {
    String collection = TestCalls.newCollection() + ";x=1&y";
    for (int i = 0; i < 2; i++) {
      json("{\"text\": \"x\", \"collection_id\": \"%s\"}".formatted(collection))
          .post("/index/text")
          .then()
          .statusCode(200);
    }
    String encoded = URLEncoder.encode(collection, StandardCharsets.UTF_8).replace("%3B", ";");
    String next =
        get("/tasks?page_size=1&collection_id=" + encoded)
            .body("pagination.total", equalTo(2))
            .extract()
            .path("pagination.next_page");
    get(next)
        .statusCode(200)
        .body("results[0].collection_id", equalTo(collection))
        .body("pagination.next_page", nullValue());
  }

  @ParameterizedTest
  @CsvSource({"/tasks?a;b=1, a;b", "/tasks?;, ;", "/tasks?page=1;2&a, a"})
  void aNameThatIsNotKnownIsSaidAsItIs(String url, String name) {
    get(url)
        .statusCode(400)
        .body("type", equalTo("/problems/unknown-parameter"))
        .body("field", equalTo(name));
  }

  @ParameterizedTest
  @CsvSource({"98, 🚀…", "99, …", "100, …"})
  void aLongNameIsCutBetweenTwoCharacters(int before, String end) {
    String name = "a".repeat(before);
    get("/tasks?" + name + "%F0%9F%9A%80%F0%9F%9A%80=%ff")
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(name + end));
  }

  private static ValidatableResponse get(String url) {
    return alice().urlEncodingEnabled(false).get(url).then();
  }
}
