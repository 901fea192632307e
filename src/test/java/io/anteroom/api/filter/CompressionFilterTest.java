package io.anteroom.api.filter;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.blankOrNullString;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CompressionFilterTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TestHTTPResource URI service;

  @Test
  void aLargeAnswerIsCompressedForWhoTakesIt() throws Exception {
    for (int i = 0; i < 5; i++) {
      TestCalls.endedTextTask("compressed " + i);
    }
    HttpResponse<byte[]> plain = get("/tasks?page_size=5", null);
    HttpResponse<byte[]> gzip = get("/tasks?page_size=5", "br, gzip;q=0.5");
    assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").orElse(""));
    assertTrue(gzip.body().length < plain.body().length);
    assertEquals(new String(plain.body()), new String(unzip(gzip.body())));
    assertEquals(
        plain.headers().firstValue("ETag").orElseThrow(),
        gzip.headers().firstValue("ETag").orElseThrow());
    assertTrue(gzip.headers().allValues("Vary").toString().contains("Accept-Encoding"));
  }

  @Test
  void aSmallAnswerAndOneForSomebodyElseAreAsTheyAre() throws Exception {
    for (String taken : new String[] {null, "identity", "gzip;q=0", "br"}) {
      assertTrue(get("/openapi.json", taken).headers().firstValue("Content-Encoding").isEmpty());
      assertTrue(get("/problems", taken).headers().firstValue("Content-Encoding").isEmpty());
    }
    uncoded()
        .get("/tasks/01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f")
        .then()
        .statusCode(404)
        .header("Content-Encoding", is(blankOrNullString()))
        .body("type", equalTo("/problems/task-not-found"));
  }

  /** Those that need no key, and pages. */
  @Test
  void documentsAreCompressedToo() throws Exception {
    for (String path : new String[] {"/openapi", "/openapi.json", "/problems"}) {
      HttpResponse<byte[]> plain = get(path, null);
      HttpResponse<byte[]> gzip = get(path, "gzip");
      assertEquals("gzip", gzip.headers().firstValue("Content-Encoding").orElse(""), path);
      assertEquals(new String(plain.body()), new String(unzip(gzip.body())), path);
    }
  }

  @Test
  void anEventStreamIsNotCompressed() {
    String id = TestCalls.endedTextTask("a stream");
    TestCalls.alice()
        .header("Accept-Encoding", "gzip")
        .get("/tasks/" + id + "/events")
        .then()
        .statusCode(200)
        .header("Content-Encoding", is(blankOrNullString()))
        .body(containsString("event: "));
  }

  private static RequestSpecification uncoded() {
    return given()
        .config(
            RestAssuredConfig.config()
                .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
        .header("Accept-Encoding", "gzip")
        .header("Authorization", "Bearer " + TestEnvironment.ALICE);
  }

  private HttpResponse<byte[]> get(String path, String taken) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.resolve(path))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE);
    if (taken != null) {
      request.header("Accept-Encoding", taken);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static byte[] unzip(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
