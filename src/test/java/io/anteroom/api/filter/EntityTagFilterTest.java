package io.anteroom.api.filter;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class EntityTagFilterTest {

  private static final String LIST = "/tasks?collection_id=tagged";

  @Test
  void aListHasATagThatChangesWithIt() {
    String empty = tagOf(LIST);
    TestCalls.alice()
        .header("If-None-Match", "\"other\", " + empty)
        .get(LIST)
        .then()
        .statusCode(304)
        .header("ETag", empty)
        .body(equalTo(""));
    TestCalls.json("{\"text\": \"new\", \"collection_id\": \"tagged\"}")
        .post("/index-and-wait")
        .then()
        .statusCode(200);
    TestCalls.alice()
        .header("If-None-Match", empty)
        .get(LIST)
        .then()
        .statusCode(200)
        .header("ETag", not(equalTo(empty)))
        .body("results.size()", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"W/\"other\"", "no tag", "\"", "*, \"x\"", ""})
  void whatIsNotTheTagChangesNothing(String header) {
    TestCalls.alice().header("If-None-Match", header).get(LIST).then().statusCode(200);
  }

  @Test
  void aListThatIsRefusedHasNoTag() {
    TestCalls.alice()
        .header("If-None-Match", "*")
        .get("/tasks?page=0")
        .then()
        .statusCode(400)
        .header("ETag", equalTo(null));
  }

  @Test
  void anotherClientsListHasAnotherTag() {
    TestCalls.endedTextTask("mine");
    TestCalls.bob().header("If-None-Match", tagOf("/tasks")).get("/tasks").then().statusCode(200);
  }

  private static String tagOf(String path) {
    return TestCalls.alice()
        .get(path)
        .then()
        .statusCode(200)
        .header("ETag", startsWith("W/\""))
        .extract()
        .header("ETag");
  }
}
