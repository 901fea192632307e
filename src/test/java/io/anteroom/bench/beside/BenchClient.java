package io.anteroom.bench.beside;

import io.anteroom.TestEnvironment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;

/** A client of a service. Requests that wait have connections of their own. */
final class BenchClient implements AutoCloseable {

  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int WAIT_SECONDS = 120;

  private final HttpClient requests;
  private final HttpClient waits;

  /**
   * @param connections for accepts and reads
   * @param waits how many requests may wait at once
   */
  BenchClient(Vertx vertx, int port, int connections, int waits) {
    this.requests = client(vertx, port, connections);
    this.waits = client(vertx, port, waits);
  }

  private static HttpClient client(Vertx vertx, int port, int connections) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setDefaultHost("127.0.0.1")
            .setDefaultPort(port)
            .setMaxPoolSize(connections));
  }

  /**
   * Accepts a text.
   *
   * @param key the idempotency key; null: none
   * @return the task's id; fails where the response is not a 2xx
   */
  Future<String> accept(String text, String key) {
    return requests
        .request(HttpMethod.POST, "/index/text")
        .compose(
            request -> {
              if (key != null) {
                request.putHeader("Idempotency-Key", key);
              }
              request.setTimeout(REQUEST_TIMEOUT_MS);
              return post(request, text);
            })
        .map(task -> task.getString("task_id"));
  }

  /** How a task stands now. Fails where the service does not know it. */
  Future<String> status(String id) {
    return requests
        .request(HttpMethod.GET, "/tasks/" + id)
        .compose(request -> read(request.setTimeout(REQUEST_TIMEOUT_MS), Buffer.buffer()))
        .map(task -> task.getString("status"));
  }

  /** Waits for the end of a task. */
  Future<String> waitFor(String id) {
    return waits
        .request(HttpMethod.GET, "/tasks/" + id)
        .compose(request -> read(waiting(request), Buffer.buffer()))
        .map(task -> task.getString("status"));
  }

  /** Accepts a text, and waits for its end. Only Anteroom has this call. */
  Future<String> indexAndWait(String text) {
    return waits
        .request(HttpMethod.POST, "/index-and-wait")
        .compose(request -> post(waiting(request), text))
        .map(task -> task.getString("status"));
  }

  private static HttpClientRequest waiting(HttpClientRequest request) {
    return request
        .putHeader("Prefer", "wait=" + WAIT_SECONDS)
        .setTimeout(WAIT_SECONDS * 1000L + REQUEST_TIMEOUT_MS);
  }

  private static Future<JsonObject> post(HttpClientRequest request, String text) {
    request.putHeader("Content-Type", "application/json");
    JsonObject body = new JsonObject().put("text", text).put("collection_id", "bench");
    return read(request, body.toBuffer());
  }

  private static Future<JsonObject> read(HttpClientRequest request, Buffer body) {
    return request
        .putHeader("Authorization", "Bearer " + TestEnvironment.ALICE)
        .send(body)
        .compose(
            response ->
                response
                    .body()
                    .map(
                        json -> {
                          if (response.statusCode() / 100 != 2) {
                            throw new IllegalStateException(response.statusCode() + " " + json);
                          }
                          return json.toJsonObject();
                        }));
  }

  @Override
  public void close() {
    requests.close();
    waits.close();
  }
}
