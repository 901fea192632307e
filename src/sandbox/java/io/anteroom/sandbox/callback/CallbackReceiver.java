package io.anteroom.sandbox.callback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A service that is called back: it verifies each callback, prints a line, and answers with 204, or
 * with 401 where the callback is not genuine. {@code GET /} lists the newest. It listens on the
 * loopback only, and its one thread keeps the lines apart.
 */
public final class CallbackReceiver implements AutoCloseable {

  /** Callbacks of Anteroom have at most 20 KB. */
  private static final int LARGEST = 1 << 20;

  private static final int KEPT = 100;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final WebhookVerifier verifier;
  private final Clock clock;
  private final Consumer<String> printer;
  private final Deque<ReceivedCallback> newest = new ArrayDeque<>();
  private final HttpServer server;

  private CallbackReceiver(
      HttpServer server, WebhookVerifier verifier, Clock clock, Consumer<String> printer) {
    this.server = server;
    this.verifier = verifier;
    this.clock = clock;
    this.printer = printer;
  }

  /**
   * Starts one.
   *
   * @param port 0 for any free one
   * @param secret what callbacks are signed with, {@code whsec_…}
   * @param printer gets a line for each callback
   */
  public static CallbackReceiver start(
      int port, String secret, Clock clock, Consumer<String> printer) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
      CallbackReceiver receiver =
          new CallbackReceiver(server, new WebhookVerifier(secret, clock), clock, printer);
      server.createContext("/", receiver::handle);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a {@code callback_url} says; a slash at the end. */
  public String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestMethod()) {
        case "POST" -> exchange.sendResponseHeaders(receive(exchange), -1);
        case "GET" -> list(exchange);
        default -> exchange.sendResponseHeaders(405, -1);
      }
    }
  }

  private int receive(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST);
    ReceivedCallback callback = check(exchange.getRequestHeaders(), body);
    newest.addFirst(callback);
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
    printer.accept(callback.line());
    return callback.verified() ? 204 : 401;
  }

  private ReceivedCallback check(Headers headers, byte[] body) {
    String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    String id = headers.getFirst("webhook-id");
    try {
      verifier.verify(
          id, headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), body);
      return ReceivedCallback.taken(now, id, json(body));
    } catch (WebhookRefusedException e) {
      return ReceivedCallback.refused(now, id, e.getMessage());
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new WebhookRefusedException("the body is no JSON");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    byte[] answer = MAPPER.writeValueAsBytes(Map.of("callbacks", newest));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
