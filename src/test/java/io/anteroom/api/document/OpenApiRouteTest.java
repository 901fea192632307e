package io.anteroom.api.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.contract.OpenApiDocument;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms in which the document of the API is served. */
class OpenApiRouteTest {

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() {
    Router router = Router.router(vertx);
    new OpenApiRoute(vertx).register(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi, */*",
    "/openapi, text/html",
    "/openapi.yaml, application/json",
    "/openapi.yml, */*",
    "/openapi?format=YAML, application/json",
  })
  void asItIsWritten(String path, String accept) throws Exception {
    HttpResponse<String> response = send("GET", path, accept);
    assertEquals(200, response.statusCode());
    assertEquals("application/yaml;charset=UTF-8", type(response));
    assertEquals(
        Files.readString(Path.of("src/main/resources/META-INF/openapi.yaml")), response.body());
  }

  @ParameterizedTest
  @CsvSource({
    "/openapi, application/json",
    "/openapi, 'text/html, application/json;q=0.5'",
    "/openapi.json, text/html",
    "/openapi?format=json, */*",
    "/openapi?format=JSON, application/yaml",
  })
  void asJson(String path, String accept) throws Exception {
    HttpResponse<String> response = send("GET", path, accept);
    assertEquals(200, response.statusCode());
    assertEquals("application/json;charset=UTF-8", type(response));
    JsonNode read = new ObjectMapper().readTree(response.body());
    assertEquals(OpenApiDocument.written().root(), read);
  }

  @Test
  void aHeadHasTheLengthAndNoBody() throws Exception {
    HttpResponse<String> head = send("HEAD", "/openapi", "*/*");
    assertEquals(200, head.statusCode());
    assertEquals("", head.body());
    assertTrue(head.headers().firstValueAsLong("content-length").orElse(0) > 100_000);
  }

  @ParameterizedTest
  @CsvSource({"POST, /openapi", "GET, /openapi/x", "GET, /openapix", "GET, /openapi.xml"})
  void nothingElse(String method, String path) throws Exception {
    int status = send(method, path, "*/*").statusCode();
    assertTrue(status == 404 || status == 405, status + "");
  }

  private HttpResponse<String> send(String method, String path, String accept)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .method(method, BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());
  }

  private static String type(HttpResponse<String> response) {
    return response.headers().firstValue("content-type").orElse("");
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
