package io.anteroom.api.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110: case and white space do not count in types and names of parameters, nor do quotes. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class MediaTypeFilterTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "{\"text\": \"t\", \"collection_id\": \"types\"}";

  private static final String FORM =
      part("form-data; name=\"collection_id\"", "types")
          + part("form-data; name=\"file\"; filename=\"a.txt\"", "text")
          + "--bO-1--\r\n";

  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json ; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; Charset=Utf-8",
        "application/json;\tCHARSET=utf8",
        "  application/json  ",
        "application/json;",
        "application/json; charset=us-ascii",
        "application/json; profile=\"a;b, \\\"c\\\"\"; charset=utf-8",
      })
  void jsonIsReadInEverySpellingOfItsType(String type) throws Exception {
    assertEquals(200, post("/index/text", type, TEXT).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=iso-8859-1",
        "application/json; charset=UTF-16",
        "application/json; Charset=\"latin1\"",
        "application/json; charset=nonsense",
        "application/json; charset=",
        "application/json; charset=\"utf-8",
      })
  void jsonInAnotherCharsetIsRefused(String type) throws Exception {
    HttpResponse<String> refused = post("/index/text", type, TEXT);
    assertTrue(List.of(400, 415).contains(refused.statusCode()), refused.body());
    assertTrue(
        refused.body().contains("charset") || refused.body().contains("Content-Type"),
        refused.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "multipart/form-data; boundary=bO-1",
        "Multipart/Form-Data; boundary=bO-1",
        "multipart/form-data; Boundary=bO-1",
        "multipart/form-data;BOUNDARY=\"bO-1\"",
        "multipart/form-data ; boundary=bO-1",
        "multipart/form-data; charset=utf-8; boundary=bO-1",
        "multipart/form-data; x=\"; boundary=no\"; boundary=bO-1",
        "multipart/form-data;boundary=bO-1;",
      })
  void aFormIsReadInEverySpellingOfItsType(String type) throws Exception {
    for (String path : List.of("/index/upload", "/index-and-wait")) {
      HttpResponse<String> accepted = post(path, type, FORM);
      assertEquals(200, accepted.statusCode(), accepted.body());
      assertEquals("a.txt", JSON.readTree(accepted.body()).path("file").path("name").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "form-data; name=\"file\"; filename=\"a.txt\"",
        "form-data; NAME=\"file\"; FILENAME=\"a.txt\"",
        "Form-Data; Name=file; FileName=a.txt",
        "form-data ; name = \"file\" ; filename = \"a.txt\"",
        "form-data;filename=\"a.txt\";name=\"file\"",
        "FORM-DATA;\tname=\"file\";\tfilename=\"a.txt\"",
        "form-data; x=\"; name=no\"; name=\"file\"; filename=\"a.txt\"",
        "form-data; name=\"file\"; FILENAME*=utf-8''a.txt",
      })
  void aPartIsReadInEverySpellingOfItsHeaders(String disposition) throws Exception {
    String form =
        part("Form-Data; NAME=collection_id", "types")
            + part(disposition, "\u00ff binary")
            + part("form-data; name=\"reference\"", "r1")
            + "--bO-1--\r\n";
    HttpResponse<String> accepted =
        post("/index-and-wait", "multipart/form-data; boundary=bO-1", form);
    assertEquals(200, accepted.statusCode(), accepted.body());
    JsonNode task = JSON.readTree(accepted.body());
    assertEquals("a.txt", task.path("file").path("name").asText());
    assertEquals(9, task.path("file").path("size").asInt());
    assertEquals("types", task.path("collection_id").asText());
    assertEquals("r1", task.path("reference").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json                                  | 200
          Application/JSON                                  | 200
          application/json ;q=0.9                           | 200
          application/json; q=0.9                           | 200
          application/json;Q=0.9                            | 200
          APPLICATION/*                                     | 200
          text/html, application/json ; q=0.1               | 200
          text/html , */* ; q=0.1                           | 200
          application/json; charset="utf-8"                 | 200
          application/json;x="a, b;q=0"; q=0.5              | 200
          application/json;q=1.000                          | 200
          *                                                 | 200
          text/html, image/gif, *; q=.2, */*; q=.2          | 200
          ''                                                | 200
          ,                                                 | 200
          , ,                                               | 200
          ,application/json,,                               | 200
          ,image/png,                                       | 406
          json                                              | 400
          application/                                      | 400
          application/json;q=0                              | 406
          application/json ; Q=0.000                        | 406
          application/json;q=0, text/html                   | 406
          application/json;q=0, */*                         | 406
          image/png                                         | 406
          Image/PNG;q=0.5                                   | 406
          text/event-stream                                 | 406
          */*;q=0                                           | 406
          text/html;q=0, */*                                | 200
          text/html;q=0, application/json                   | 200
          """)
  void theAcceptHeaderDecidesTheStatus(String accept, int status) throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(base.resolve("/tasks?page_size=1")).header("Accept", accept));
    assertEquals(status, answer.statusCode(), answer.body());
  }

  @Test
  void severalLinesOfAcceptAreOneList() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(base.resolve("/tasks?page_size=1"))
                .header("Accept", "text/html")
                .header("Accept", "Application/Json ; q=0.2"));
    assertEquals(200, answer.statusCode(), answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/event-stream",
        "Text/Event-Stream",
        "text/event-stream ; charset=utf-8",
        "text/event-stream;q=0.9, application/json;q=0.5",
        "TEXT/*",
      })
  void aStreamIsSentForEverySpellingOfItsType(String accept) throws Exception {
    String id =
        JSON.readTree(post("/index-and-wait", "application/json", TEXT).body())
            .path("task_id")
            .asText();
    HttpResponse<String> events =
        send(
            HttpRequest.newBuilder(base.resolve("/tasks/" + id + "/events"))
                .header("Accept", accept));
    assertEquals(200, events.statusCode(), events.body());
    assertTrue(events.headers().firstValue("Content-Type").orElse("").startsWith("text/event-str"));
    assertTrue(events.body().contains("event: task.done"), events.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR  "})
  void theSchemeOfAKeyIsReadInAnyCase(String scheme) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(base.resolve("/tasks?page_size=1"))
                .header("Authorization", scheme + TestEnvironment.ALICE)
                .build(),
            BodyHandlers.ofString());
    assertEquals(200, answer.statusCode());
  }

  private HttpResponse<String> post(String path, String type, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(
        request
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Prefer", "wait=20")
            .build(),
        BodyHandlers.ofString());
  }

  private static String part(String disposition, String content) {
    return "--bO-1\r\nContent-Disposition: %s\r\n\r\n%s\r\n".formatted(disposition, content);
  }
}
