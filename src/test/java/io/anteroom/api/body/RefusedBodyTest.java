package io.anteroom.api.body;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A request that is refused before its body was read is no obstacle for the next request of its
 * connection.
 */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RefusedBodyTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String FORM = "multipart/form-data; boundary=b";
  private static final String KNOWN = "Bearer " + TestEnvironment.ALICE;
  private static final String HEAD =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=";

  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @CsvSource({
    "a form with an endless header, 400",
    "a form with a file name that is none, 400",
    "a form with too large fields, 413",
    "a form without a key, 401",
    "JSON without a key, 401",
    "JSON that is too large, 413",
    "JSON that is none, 400",
    "a media type that nobody takes, 415",
    "a path that is none, 404",
  })
  void theNextRequestOfTheConnectionIsAnswered(String what, int status) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    for (int i = 0; i < 3; i++) {
      assertEquals(status, client.send(refused(what), BodyHandlers.ofString()).statusCode());
      HttpResponse<String> next = client.send(next(), BodyHandlers.ofString());
      assertEquals(200, next.statusCode(), next.body());
    }
  }

  private HttpRequest refused(String what) {
    String rest = "n".repeat(600_000);
    return switch (what) {
      case "a form with an endless header" -> post("/index/upload", KNOWN, FORM, HEAD + rest);
      case "a form with a file name that is none" ->
          post("/index/upload", KNOWN, FORM, HEAD + "\"..\"\r\n\r\n" + rest + "\r\n--b--\r\n");
      case "a form with too large fields" ->
          post(
              "/index/upload",
              KNOWN,
              FORM,
              "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + rest + "\r\n--b--\r\n");
      case "a form without a key" -> post("/index/upload", "Bearer none", FORM, HEAD + rest);
      case "JSON without a key" -> post("/index/text", "Bearer none", "application/json", rest);
      case "JSON that is too large" ->
          post("/index/text", KNOWN, "application/json", rest.repeat(20));
      case "JSON that is none" -> post("/index/text", KNOWN, "application/json", rest);
      case "a media type that nobody takes" -> post("/index/text", KNOWN, "image/png", rest);
      default -> post("/nowhere", KNOWN, "application/json", rest);
    };
  }

  private HttpRequest post(String path, String key, String type, String body) {
    return HttpRequest.newBuilder(base.resolve(path))
        .header("Authorization", key)
        .header("Content-Type", type)
        .timeout(SOON)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest next() {
    return HttpRequest.newBuilder(base.resolve("/quota"))
        .header("Authorization", KNOWN)
        .timeout(SOON)
        .build();
  }
}
