package io.anteroom.api.body;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.newestTask;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that cannot be passed on unchanged is refused in every place. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class InvalidUnicodeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/index-and-wait | {'text': 'x', 'collection_id': 'a\\ud800'} | collection_id",
        "/index/text | {'text': '\\udc00x', 'collection_id': 'c'} | text",
        "/index/text | {'text': 'x\\u0000', 'collection_id': 'c'} | text",
        "/index/url | {'url': 'https://a/\\ud800', 'collection_id': 'c'} | url",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'metadata': {'a': {'b': ['\\ud83d']}}} | metadata.a.b[0]",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'metadata': {'a\\ud83d': 1}} | metadata",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'metadata': {'a\\u0000': 1}} | metadata",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'anything': '\\udfff'} | anything",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'reference': 'r\\ud800'} | reference",
        "/index/text | {'text': 'x', 'collection_id': 'c', 'text': 'y'} | text",
        "/index/batch | {'items': [{'text': 'x', 'collection_id': 'c\\ud800'}]} | items[0].collection_id",
        "/search/text | {'query': '\\ud800'} | query",
        "/search/url | {'url': 'https://a/', 'filters': {'AND': [{'key': 'a', 'value': '\\ud800'}]}} | filters.AND[0].value",
        "/assets | {'collections': ['\\ud800']} | collections[0]",
      })
  void isRefusedInJson(String path, String body, String field) {
    String before = newestTask();
    refused(json(body.replace('\'', '"')), path, "invalid-field", field);
    assertEquals(before, newestTask());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c080", "c1bf", "e08080", "eda080", "f4908080", "e282"})
  void isRefusedInBytesOfJson(String hex) {
    byte[] body = around("{\"text\": \"x\", \"collection_id\": \"a", hex, "\"}");
    refused(
        alice().contentType("application/json").body(body), "/index/text", "malformed-json", null);
  }

  @ParameterizedTest
  @CsvSource({
    "collection_id, a%HEX, collection_id",
    "metadata, {\"a\": \"%HEX\"}, metadata",
    "anything, %HEX, anything",
  })
  void isRefusedInFieldsOfForms(String name, String value, String field) {
    for (String hex : new String[] {"ff", "c080", "eda080", "00"}) {
      String[] parts = value.split("%HEX", -1);
      byte[] form =
          form(
              name.equals("collection_id") ? "x" : "collection_id",
              "c",
              name,
              parts[0],
              hex,
              parts[1]);
      for (String path : new String[] {"/index/upload", "/search/upload"}) {
        refused(multipart(form), path, "invalid-field", field);
      }
    }
  }

  @Test
  void isRefusedInMetadataOfForms() {
    byte[] form = form("collection_id", "c", "metadata", "{\"a\": {\"b\": \"\\ud800", "", "\"}}");
    refused(multipart(form), "/index/upload", "invalid-field", "metadata.a.b");
  }

  @ParameterizedTest
  @CsvSource({
    "/tasks?reference=%ed%a0%80, reference",
    "/tasks?reference=a%ff, reference",
    "/tasks?collection_id=%c0%80, collection_id",
    "/tasks?reference=%00, reference",
    "/tasks?x=1&anything=%e2%82, anything",
  })
  void isRefusedInParameters(String path, String field) {
    alice()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(field));
    alice().get("/tasks?reference=ü€😀").then().statusCode(200);
  }

  @Test
  void isRefusedInNamesOfParameters() {
    alice()
        .urlEncodingEnabled(false)
        .get("/tasks?a%ff=1")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-request"));
  }

  @Test
  void isRefusedInTheIdempotencyKey() throws Exception {
    String body = "{\"text\": \"x\", \"collection_id\": \"c\"}";
    for (String key : new String[] {"k\u00ff", "k\u00ed\u00a0\u0080", "k\u00c0\u0080"}) {
      String answer = raw(key, body);
      assertEquals("HTTP/1.1 400 Bad Request", answer.lines().findFirst().orElse(""), answer);
      assertEquals(true, answer.contains("\"field\":\"Idempotency-Key\""), answer);
    }
    assertEquals(
        "HTTP/1.1 200 OK", raw("k\u00c3\u00bc", body).lines().findFirst().orElse(""), "ü in UTF-8");
  }

  @Test
  void isRefusedInFileNames() {
    byte[] form =
        around(
            "--b\r\nContent-Disposition: form-data; name=\"collection_id\"\r\n\r\nc\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a",
            "ff",
            ".txt\"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n");
    refused(multipart(form), "/index/upload", "invalid-field", "file");
  }

  private static void refused(RequestSpecification call, String path, String type, String field) {
    call.post(path)
        .then()
        .statusCode(400)
        .contentType(containsString("application/problem+json"))
        .body("type", equalTo("/problems/" + type))
        .body("field", equalTo(field));
  }

  private static String raw(String key, String body) throws Exception {
    try (java.net.Socket socket =
        new java.net.Socket("localhost", io.restassured.RestAssured.port)) {
      String request =
          "POST /index/text HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
              + TestEnvironment.ALICE
              + "\r\nContent-Type: application/json\r\nIdempotency-Key: "
              + key
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static RequestSpecification multipart(byte[] form) {
    return TestCalls.of(TestEnvironment.ALICE)
        .config(
            io.restassured.RestAssured.config()
                .encoderConfig(
                    io.restassured.config.EncoderConfig.encoderConfig()
                        .encodeContentTypeAs(
                            "multipart/form-data", io.restassured.http.ContentType.BINARY)))
        .contentType("multipart/form-data; boundary=b")
        .body(form);
  }

  private static byte[] form(
      String name, String value, String other, String before, String hex, String after) {
    return around(
        "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, value)
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\nx\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s"
                .formatted(other, before),
        hex,
        after + "\r\n--b--\r\n");
  }

  private static byte[] around(String before, String hex, String after) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(HexFormat.of().parseHex(hex));
    bytes.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
