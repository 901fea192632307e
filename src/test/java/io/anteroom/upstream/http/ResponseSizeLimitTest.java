package io.anteroom.upstream.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Answers of a real server over real connections. */
class ResponseSizeLimitTest {

  private static final int MAX = 100_000;

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final ResponseMemory bytes =
      new ResponseMemory(
          TestSettings.of(
              UpstreamSettings.class, "anteroom.upstream.max-response", Integer.toString(MAX)));
  private final HttpServer server =
      vertx
          .createHttpServer(new HttpServerOptions().setCompressionSupported(true))
          .requestHandler(request -> answer(request.path(), request.response()))
          .listen(0)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setMaxPoolSize(1).setDecompressionSupported(true));

  @Test
  void aResponseWithinTheLimitIsReadWhole() {
    for (int i = 0; i < 20; i++) {
      assertEquals(MAX, get("/said/" + MAX).length(), "answer " + i + " of one connection");
      assertEquals(MAX, get("/chunked/" + MAX).length());
    }
  }

  @Test
  void aLargerResponseIsCutOffWithAndWithoutContentLength() {
    for (String path : new String[] {"/said/100001", "/chunked/100001", "/endless/0"}) {
      ResponseTooLargeException cutOff = refused(path);
      assertTrue(cutOff.isAlone(), path);
      assertEquals(10, get("/said/10").length(), "the next one has a connection of its own");
    }
  }

  @Test
  void aResponseThatInflatesOverTheLimitIsCutOff() {
    assertTrue(refused("/zipped/1000000").isAlone());
  }

  @Test
  void manyCutOffResponsesLeakNoConnection() {
    for (int i = 0; i < 2_000; i++) {
      refused("/said/" + (MAX + 1));
    }
    assertEquals(MAX, get("/chunked/" + MAX).length());
  }

  private ResponseTooLargeException refused(String path) {
    CompletionException failure = assertThrows(CompletionException.class, () -> get(path));
    ResponseTooLargeException cutOff = ResponseTooLargeException.in(failure);
    assertNotNull(cutOff, failure.toString());
    return cutOff;
  }

  private Buffer get(String path) {
    return client
        .request(HttpMethod.GET, server.actualPort(), "localhost", path)
        .compose(
            request -> {
              if (path.startsWith("/zipped")) {
                request.putHeader("Accept-Encoding", "gzip");
              }
              bytes.watch(request);
              // Here, on the event loop: a body that is asked for later may be over.
              return request.send().compose(HttpClientResponse::body);
            })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void answer(String path, HttpServerResponse response) {
    String[] parts = path.split("/");
    int length = Integer.parseInt(parts[2]);
    if (parts[1].equals("said")) {
      response.putHeader("content-encoding", "identity").end(Buffer.buffer(new byte[length]));
    } else if (parts[1].equals("endless")) {
      response.putHeader("content-encoding", "identity").setChunked(true);
      goOn(response);
    } else {
      if (parts[1].equals("chunked")) {
        response.putHeader("content-encoding", "identity");
      }
      response.setChunked(true).write(Buffer.buffer(new byte[length]));
      response.end();
    }
  }

  private void goOn(HttpServerResponse response) {
    if (!response.closed()) {
      response.write(Buffer.buffer(new byte[10_000])).onSuccess(sent -> goOn(response));
    }
  }
}
