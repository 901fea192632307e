package io.anteroom.callback;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A receiver of callbacks on a port of its own, that keeps what it got and answers as its paths
 * say: {@code /in} with 200, {@code /hang} never, and so on; {@code /ill} with 500 as often as was
 * set, then with 204.
 */
public final class CallbackReceiver implements AutoCloseable {

  /**
   * A request.
   *
   * @param target path and query
   */
  public record Received(Instant at, String target, Map<String, String> headers, byte[] bytes) {

    public String header(String name) {
      return headers.get(name);
    }

    public String body() {
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String id() {
      return header("webhook-id");
    }
  }

  private static final long SLOW_MILLIS = 1500;
  private static final Buffer MUCH = Buffer.buffer("x".repeat(8192));

  private final Vertx vertx = Vertx.vertx();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final Function<Received, String> rule;
  private final HttpServer server;
  private final AtomicInteger failures = new AtomicInteger();

  public CallbackReceiver() {
    this(request -> request.target().split("[/?]")[1]);
  }

  /** Answers by a rule, which names one of the paths. */
  public CallbackReceiver(Function<Received, String> rule) {
    this("127.0.0.1", 0, rule);
  }

  /** Listens at an address of this machine; port 0 is any that is free. */
  public CallbackReceiver(String address, int port, Function<Received, String> rule) {
    this.rule = rule;
    server =
        vertx
            // or a connection is not seen before its first byte
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(
                connection -> {
                  connections.incrementAndGet();
                  connection.closeHandler(nothing -> closed.incrementAndGet());
                })
            .requestHandler(this::receive)
            .listen(port, address)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  public int port() {
    return server.actualPort();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** How often {@code /ill} answers with 500 from now on. */
  public void fail(int times) {
    failures.set(times);
  }

  public List<Received> received() {
    return received;
  }

  public List<Received> at(String path) {
    return received.stream().filter(r -> r.target().equals(path)).toList();
  }

  public Received last() {
    return received.get(received.size() - 1);
  }

  public int count() {
    return received.size();
  }

  public int connections() {
    return connections.get();
  }

  public int closed() {
    return closed.get();
  }

  public long sentBytes() {
    return sent.get();
  }

  private void receive(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    Map<String, String> headers = new HashMap<>();
    request.headers().forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue()));
    Received told = new Received(Instant.now(), request.uri(), headers, body.getBytes());
    received.add(told);
    HttpServerResponse response = request.response();
    switch (rule.apply(told)) {
      case "hang" -> {}
      case "slow" -> vertx.setTimer(SLOW_MILLIS, id -> response.end("at last"));
      case "close" -> request.connection().close();
      case "close-half-way" ->
          response
              .putHeader("content-length", "1000")
              .write("half")
              .onComplete(written -> request.connection().close());
      case "redirect" ->
          response.setStatusCode(307).putHeader("location", url("/secret-target")).end();
      case "endless" -> pour(response.setChunked(true));
      case "drip" -> response.setChunked(true).write("a");
      case "later" ->
          response.setStatusCode(503).putHeader("retry-after", "7").end("a\u0000\u001bb");
      case "later-soon" -> response.setStatusCode(429).putHeader("retry-after", "20").end();
      case "gone" -> response.setStatusCode(410).end();
      case "broken" -> response.setStatusCode(500).end("oh no");
      case "ill" -> {
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          response.setStatusCode(500).end("oh no");
        } else {
          response.setStatusCode(204).end();
        }
      }
      default -> response.end("thanks");
    }
  }

  private void pour(HttpServerResponse response) {
    if (!response.closed()) {
      sent.addAndGet(MUCH.length());
      response.write(MUCH).onSuccess(nothing -> pour(response));
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
