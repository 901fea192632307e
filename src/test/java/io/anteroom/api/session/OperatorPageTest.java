package io.anteroom.api.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page are for everybody; what they show is not. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorPageTest {

  private static final Path FILES = Path.of("src/main/resources/META-INF/resources/operator");

  @ParameterizedTest
  @CsvSource({
    "/operator/,text/html",
    "/operator/style.css,text/css",
    "/operator/app.js,javascript",
    "/operator/view/tasks.js,javascript",
    "/operator/uplot/uPlot.esm.js,javascript",
    "/operator/uplot/uPlot.min.css,text/css",
  })
  void eachFileHasItsTypeAndThePolicyOfThePage(String path, String type) {
    ValidatableResponse answer = given().get(path).then().statusCode(200);
    answer
        .header("Content-Type", containsString(type))
        .header("Content-Security-Policy", containsString("script-src 'self';"))
        .header("Content-Security-Policy", not(containsString("unsafe")))
        .header("Cache-Control", "no-cache")
        .header("X-Content-Type-Options", "nosniff");
  }

  @Test
  void theLicenceOfTheLibraryComesWithIt() {
    given().get("/operator/uplot/LICENSE").then().statusCode(200).body(containsString("MIT"));
  }

  /** As the replica tells it with its history. */
  @Test
  void thePageHasTheVersionOfItsReplica() {
    String version =
        ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
    given()
        .get("/operator/base/version.js")
        .then()
        .statusCode(200)
        .body(containsString("VERSION = \"" + version + "\""));
  }

  @Test
  void theFolderIsFoundBehindAnyPrefix() {
    given()
        .redirects()
        .follow(false)
        .get("/operator?view=tasks&phase=queued")
        .then()
        .statusCode(302)
        .header("Location", equalTo("operator/?view=tasks&phase=queued"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/operator/nowhere.js", "/operator/../tasks", "/webjars/uplot/LICENSE"})
  void nothingElseIsServedWithoutAKey(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(oneOf(401, 404));
  }

  /** A browser would refuse it, by the policy. */
  @Test
  void noFileHasAnythingInlineOrFromElsewhere() throws IOException {
    try (Stream<Path> files = Files.walk(FILES)) {
      List<Path> wrong =
          files.filter(Files::isRegularFile).filter(OperatorPageTest::isOdd).toList();
      assertEquals(List.of(), wrong);
    }
  }

  private static boolean isOdd(Path file) {
    try {
      String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
      return text.matches("(?s).*(https?://|<style|style=|<script>|innerHTML|\\bonload=).*");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
