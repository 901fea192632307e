package io.anteroom.cli.service;

import io.anteroom.client.AnteroomClient;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.FirstContact;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Response;
import io.anteroom.client.http.Transport;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.repeat.Backoff;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Pauses;
import io.anteroom.client.repeat.Repeats;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Anteroom, as one key sees it. What the client for Java has no method for is called by path. Each
 * call is repeated for a while. Thread-safe. Calls fail as those of {@link AnteroomClient}.
 */
public final class Service {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(20);

  private final AnteroomClient client;
  private final Transport transport;
  private final Repeats repeats;

  Service(URI url, String key, Duration callTimeout) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    Executor threads = new CompletableFuture<Void>().defaultExecutor();
    FirstContact contact = new FirstContact(http, url, callTimeout);
    this.transport = new Transport(http, url, key, RESPONSE_TIMEOUT, threads, contact);
    this.repeats =
        new Repeats(
            Pauses.REAL,
            new Backoff(() -> ThreadLocalRandom.current().nextLong()),
            threads,
            callTimeout,
            contact);
    this.client =
        AnteroomClient.builder(url, key)
            .httpClient(http)
            .callTimeout(callTimeout)
            .firstConnectTimeout(callTimeout)
            .build();
  }

  /** The client for Java. */
  public AnteroomClient client() {
    return client;
  }

  /** Sends requests once, without a repeat. */
  public Transport transport() {
    return transport;
  }

  /** Reads. */
  public JsonObject get(String path, Map<String, String> parameters) {
    return send(Request.get(Request.path(path, parameters))).json();
  }

  /** Reads a page of a list. */
  public JsonObject page(String path, Map<String, String> parameters) {
    return send(Request.get(Request.path(path, parameters))).asPage(page -> page);
  }

  /** Reads. */
  public JsonObject get(String path) {
    return get(path, Map.of());
  }

  /**
   * Acts.
   *
   * @param reason why, for the audit log; or null
   */
  public JsonObject post(String path, String reason) {
    return send(Request.post(Request.path(path, because(reason)), Body.NONE)).json();
  }

  /** Acts once, however often it is repeated. */
  public JsonObject postOnce(String path, String reason) {
    Request request =
        Request.post(Request.path(path, because(reason)), Body.NONE)
            .waiting(Duration.ZERO)
            .header("Idempotency-Key", UUID.randomUUID().toString());
    return send(request).json();
  }

  /**
   * Sends an object, once: to repeat what may have been done already is left to who asked for it.
   * The response may be an accept (202) or not.
   */
  public Response post(String path, JsonObject body) {
    Request request = Request.post(path, Body.of(body, Optional.empty()));
    return AnteroomClient.await(Cancelling.map(transport.send(request), response -> response));
  }

  /**
   * Ends something.
   *
   * @param wait how long the service may hold its response back
   */
  public JsonObject delete(String path, String reason, Duration wait) {
    Request request = Request.delete(Request.path(path, because(reason)));
    return send(wait.isZero() ? request : request.waiting(wait)).json();
  }

  /** A name as a part of a path. */
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> because(String reason) {
    return reason == null ? Map.of() : Map.of("reason", reason);
  }

  private Response send(Request request) {
    return AnteroomClient.await(
        repeats.call(
            () -> Cancelling.map(transport.send(request), response -> response),
            request.held(),
            null));
  }
}
