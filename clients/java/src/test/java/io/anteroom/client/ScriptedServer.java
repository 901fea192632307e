package io.anteroom.client;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server that responds as a test says, call by call. The last response of a call is
 * given again and again.
 */
public final class ScriptedServer implements AutoCloseable {

  /** A request that came. */
  public record Received(String call, String query, Headers headers, String body) {

    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** Responds to one request. */
  @FunctionalInterface
  public interface Responder {
    void respond(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Responder>> script = new ConcurrentHashMap<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();

  public ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.setExecutor(threads);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  AnteroomClientBuilder client() {
    return AnteroomClient.builder(uri(), "key-of-the-test");
  }

  /**
   * What a call gets.
   *
   * @param call such as {@code GET /tasks}
   */
  public ScriptedServer on(String call, Responder... responders) {
    script.computeIfAbsent(call, c -> new ConcurrentLinkedQueue<>()).addAll(List.of(responders));
    return this;
  }

  /** The requests of a call, in the order that they came. */
  public List<Received> received(String call) {
    return received.stream().filter(request -> request.call().equals(call)).toList();
  }

  public int count() {
    return received.size();
  }

  /** A response with JSON, and headers as names and values in turn. */
  public static Responder json(int status, String body, String... headers) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      send(exchange, status, body, headers);
    };
  }

  /** A response of something between the client and Anteroom. */
  public static Responder html(int status, String... headers) {
    return exchange -> send(exchange, status, "<html>" + status + "</html>", headers);
  }

  /** Closes the connection without a response. */
  public static Responder cut() {
    return HttpExchange::close;
  }

  /** A stream of server-sent events that is cut after this text. */
  public static Responder stream(String text) {
    return exchange -> {
      OutputStream out = open(exchange);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
      exchange.close();
    };
  }

  static OutputStream open(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void send(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            call, exchange.getRequestURI().getRawQuery(), exchange.getRequestHeaders(), body));
    Queue<Responder> responders = script.getOrDefault(call, new ConcurrentLinkedQueue<>());
    Responder next = responders.size() > 1 ? responders.poll() : responders.peek();
    try {
      (next == null ? html(404) : next).respond(exchange);
    } catch (InterruptedException e) {
      exchange.close(); // the test is over
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
