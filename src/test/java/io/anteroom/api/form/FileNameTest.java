package io.anteroom.api.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file name is kept as intended or refused, and never changed. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class FileNameTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          filename="a\\"b.pdf"                                 | a"b.pdf
          filename="a%22b.pdf"                                 | a"b.pdf
          filename*=UTF-8'en'%e2%82%ac.pdf                     | \u20ac.pdf
          filename="x.pdf"; filename*=iso-8859-1''%e4.pdf      | \u00e4.pdf
          filename="C:\\x\\y.pdf"                              | y.pdf
          filename="/etc/passwd"                               | passwd
          filename="../../y.pdf"                               | y.pdf
          filename="..\\y.pdf"                                 | y.pdf
          filename="a..b.pdf"                                  | a..b.pdf
          filename="...pdf"                                    | ...pdf
          filename="\u20ac \ud83d\ude00.pdf"                   | \u20ac \ud83d\ude00.pdf
          filename=""                                          | file
          filename="dir/"                                      | file
          """)
  void isKeptInEachNotation(String parameter, String name) throws Exception {
    assertEquals(name, nameOf(accepted(upload(parameter, StandardCharsets.UTF_8))));
  }

  @Test
  void isRefusedInAnyOtherCharset() throws Exception {
    HttpResponse<String> refused = upload("filename=\"\u00e4.pdf\"", StandardCharsets.ISO_8859_1);
    assertEquals(400, refused.statusCode(), refused.body());
    assertTrue(refused.body().contains("file name"), refused.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "filename=\"..\"",
        "filename=\".\"",
        "filename=\"a/..\"",
        "filename=\"a\u0000b.pdf\"",
        "filename=\"a\tb.pdf\"",
        "filename=\"a\u007fb.pdf\"",
        "filename*=UTF-8''a%0d%0ab.pdf",
        "filename*=UTF-8''a%00.pdf",
        "filename*=UTF-8''%ff.pdf",
      })
  void isRefusedWhereItCannotBePassedOn(String parameter) throws Exception {
    HttpResponse<String> refused = upload(parameter, StandardCharsets.UTF_8);
    assertEquals(400, refused.statusCode(), refused.body());
    assertTrue(refused.body().contains("file name"), refused.body());
  }

  @Test
  void isRefusedWhereItIsTooLong() throws Exception {
    String max = "n".repeat(996) + ".pdf";
    assertEquals(max, nameOf(accepted(upload("filename=\"" + max + "\"", StandardCharsets.UTF_8))));
    for (int length : new int[] {1_001, 30_000, 300_000}) {
      String name = "n".repeat(length);
      HttpResponse<String> refused = upload("filename=\"" + name + "\"", StandardCharsets.UTF_8);
      assertEquals(400, refused.statusCode(), refused.body());
    }
  }

  private static JsonNode accepted(HttpResponse<String> answer) throws Exception {
    assertEquals(200, answer.statusCode(), answer.body());
    return JSON.readTree(answer.body());
  }

  private static String nameOf(JsonNode task) {
    return task.path("file").path("name").asText();
  }

  private HttpResponse<String> upload(String parameter, Charset charset) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        "--b\r\nContent-Disposition: form-data; name=\"collection_id\"\r\n\r\nnames\r\n"
            .getBytes());
    form.writeBytes(
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; " + parameter + "\r\n\r\ntext\r\n")
            .getBytes(charset));
    form.writeBytes("--b--\r\n".getBytes());
    return HTTP.send(
        HttpRequest.newBuilder(base.resolve("/index-and-wait"))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(form.toByteArray()))
            .build(),
        BodyHandlers.ofString());
  }
}
