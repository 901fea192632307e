package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A field that is one letter from one of ours is forwarded, and said. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class FieldWarningsTest {

  private static final String SAID =
      "299 anteroom \"The field %s went on to the upstream. The field %s is read here.\"";

  @ParameterizedTest
  @CsvSource({
    "refrence, refrence, reference",
    "Reference, Reference, reference",
    "callbackUrl, callbackUrl, callback_url",
    "priorityy, priorityy, priority",
    "metadatä, metadat?, metadata",
    "priorit\\n, priorit?, priority"
  })
  void aSlipIsSaid(String field, String shown, String meant) {
    text(field)
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .header("Warning", equalTo(SAID.formatted(shown, meant)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_id", "refs", "prior", "x", "video_settings"})
  void anotherFieldIsNot(String field) {
    text(field).post("/index/text").then().statusCode(200).header("Warning", nullValue());
  }

  /** Hyphens and underscores do not count, and a header has a bound. */
  @Test
  void aLongFieldIsNot() {
    text("reference" + "_".repeat(5000))
        .post("/index/text")
        .then()
        .statusCode(200)
        .header("Warning", nullValue());
  }

  @Test
  void soIsOneOfAForm() {
    alice()
        .multiPart("collection_id", "c")
        .multiPart("refrence", "page-17")
        .multiPart("file", "a.txt", "a".getBytes(), "text/plain")
        .post("/index/upload")
        .then()
        .statusCode(200)
        .header("Warning", equalTo(SAID.formatted("refrence", "reference")));
  }

  @Test
  void whatIsRefusedIsNotWarnedOf() {
    json("{\"txt\": \"a\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(400)
        .header("Warning", nullValue());
  }

  @Test
  void soIsOneOfItemsOfABatchOnceForEachName() {
    String items =
        IntStream.range(0, 20)
            .mapToObj(i -> item(i < 2 ? "model_id" : "refrence"))
            .collect(Collectors.joining(","));
    batch(items + "," + item("priorityy"))
        .header(
            "Warning",
            equalTo(
                SAID.formatted("items[2].refrence", "reference")
                    + ", "
                    + SAID.formatted("items[20].priorityy", "priority")));
  }

  @Test
  void aBatchWithoutASlipIsNotWarnedOf() {
    batch(item("model_id")).header("Warning", nullValue());
  }

  /** Of hundreds of names the first hundred are looked at. */
  @Test
  void aBatchOfManyNamesHasABound() {
    String items =
        IntStream.range(0, 150).mapToObj(i -> item("x" + i)).collect(Collectors.joining(","));
    batch(items + "," + item("refrence")).header("Warning", nullValue());
  }

  private static String item(String field) {
    return "{\"text\": \"a slip\", \"collection_id\": \"c\", \"%s\": \"x\"}".formatted(field);
  }

  private static ValidatableResponse batch(String items) {
    return json("{\"items\": [%s]}".formatted(items)).post("/index/batch").then().statusCode(202);
  }

  private static RequestSpecification text(String field) {
    return json(item(field));
  }
}
