package io.anteroom.api.form;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that are uploads, and forms that are not. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UploadFormTest {

  private static final String COLLECTION = part("name=\"collection_id\"", null, "forms");

  /** The server keeps it in memory, so that it has no path. */
  @ParameterizedTest
  @ValueSource(
      strings = {"application/pdf", "application/octet-stream", "text/plain", "image/png", ""})
  void aFileWithoutAFileNameIsNoFile(String type) {
    String file = part("name=\"file\"", type.isEmpty() ? null : type, "%PDF");
    for (String path : List.of("/index/upload", "/index-and-wait", "/search/upload")) {
      send(path, COLLECTION, file)
          .statusCode(400)
          .body("type", equalTo("/problems/invalid-field"))
          .body("field", equalTo("file"));
    }
  }

  /** The upstream would refuse it, when the client has its answer already. */
  @ParameterizedTest
  @ValueSource(strings = {"name=\"\"", "name=\" \"", "name=", "other=x"})
  void aFieldWithoutANameIsRefused(String name) {
    String file = part("name=\"file\"; filename=\"a.txt\"", "text/plain", "text");
    for (String path : List.of("/index/upload", "/index-and-wait", "/search/upload")) {
      send(path, COLLECTION, part(name, null, "value"), file)
          .statusCode(400)
          .body("type", equalTo("/problems/malformed-form"));
    }
  }

  @Test
  void aFieldOfTypeJsonIsAField() {
    String metadata = part("name=\"metadata\"", "application/json", "{\"ä\": 1}");
    String file = part("name=\"file\"; filename=\"a.txt\"", "text/plain", "text");
    send("/index-and-wait", COLLECTION, metadata, file).statusCode(200);
    String odd = part("name=\"collection_id\"", "application/x-odd", "forms");
    send("/index-and-wait", odd, metadata, file).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "...", "/", "a/.."})
  void anUnusualFileNameIsKeptOrRefused(String name) {
    String file = part("name=\"file\"; filename=\"" + name + "\"", "text/plain", "text");
    send("/index-and-wait", COLLECTION, file).statusCode(is(in(List.of(200, 400))));
  }

  @Test
  void anEmptyFileAndOneWithoutATypeAreFiles() {
    send("/index-and-wait", COLLECTION, part("name=\"file\"; filename=\"empty\"", "text/plain", ""))
        .statusCode(200)
        .body("file.size", equalTo(0));
    send("/index-and-wait", COLLECTION, part("name=\"file\"; filename=\"a\"", null, "text"))
        .statusCode(200);
  }

  /** What a browser sends for a file input in which nobody chose a file (HTML, entry list). */
  @Test
  void aFileThatWasNeverChosenIsMissing() {
    for (String parameters : List.of("filename=\"\"", "filename*=UTF-8''")) {
      for (String path : List.of("/index/upload", "/index-and-wait", "/search/upload")) {
        send(path, COLLECTION, notChosen("file", parameters))
            .statusCode(400)
            .body("type", equalTo("/problems/missing-field"))
            .body("field", equalTo("file"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "thumbnail"})
  void anotherFileThatWasNeverChosenIsNoSecondFile(String name) {
    String file = part("name=\"file\"; filename=\"a\"", "text/plain", "text");
    String other = notChosen(name, "filename=\"\"");
    send("/index-and-wait", COLLECTION, other, file).statusCode(200).body("file.name", is("a"));
    send("/index-and-wait", COLLECTION, file, other).statusCode(200).body("file.size", is(4));
  }

  @Test
  void anEncodedFileIsRefused() {
    String type = "text/plain\r\nContent-Transfer-Encoding: base64";
    String file = part("name=\"file\"; filename=\"a.txt\"", type, "SGVsbG8sIHdvcmxk");
    for (String path : List.of("/index/upload", "/index-and-wait", "/search/upload")) {
      send(path, COLLECTION, file)
          .statusCode(400)
          .body("type", equalTo("/problems/malformed-form"))
          .body("detail", containsString("Content-Transfer-Encoding: base64"));
    }
  }

  @Test
  void twoFilesAreRefused() {
    String one = part("name=\"file\"; filename=\"a\"", "text/plain", "a");
    send("/index-and-wait", COLLECTION, one, one)
        .statusCode(400)
        .body("type", equalTo("/problems/multiple-sources"));
    String nameless = part("name=\"file\"", "application/pdf", "a");
    send("/index-and-wait", COLLECTION, one, nameless)
        .statusCode(400)
        .body("field", equalTo("file"));
    String other = part("name=\"other\"; filename=\"a\"", "text/plain", "a");
    send("/index-and-wait", COLLECTION, one, other).statusCode(400).body("field", equalTo("other"));
  }

  @ParameterizedTest
  @CsvSource({"1, 600000", "2, 300000", "40, 15000"})
  void theFieldsOfAFormHaveACommonLimit(int fields, int bytes) {
    String file = part("name=\"file\"; filename=\"a\"", "text/plain", "a");
    List<String> parts = new ArrayList<>(List.of(COLLECTION, file));
    for (int i = 0; i < fields; i++) {
      parts.add(part("name=\"field" + i + "\"", null, "x".repeat(bytes)));
    }
    send("/index/upload", parts.toArray(String[]::new))
        .statusCode(413)
        .body("type", equalTo("/problems/body-too-large"))
        .body("detail", containsString("fields"));
  }

  private static ValidatableResponse send(String path, String... parts) {
    String body = String.join("", parts) + "--b--\r\n";
    return given()
        .header("Authorization", "Bearer " + TestEnvironment.ALICE)
        .header("Content-Type", "multipart/form-data; boundary=b")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(path)
        .then();
  }

  private static String notChosen(String name, String fileName) {
    return part("name=\"" + name + "\"; " + fileName, "application/octet-stream", "");
  }

  private static String part(String parameters, String type, String content) {
    return "--b\r\nContent-Disposition: form-data; "
        + parameters
        + "\r\n"
        + (type == null ? "" : "Content-Type: " + type + "\r\n")
        + "\r\n"
        + content
        + "\r\n";
  }
}
