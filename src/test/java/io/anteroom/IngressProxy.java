package io.anteroom;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What stands between Anteroom and its upstream in a real cluster: passes calls on, unless it is
 * told to answer them itself, or to change what the upstream answers. A call is named {@code GET
 * /tasks/…}. A call that the upstream does not answer is not answered here either. Thread-safe.
 */
public final class IngressProxy implements AutoCloseable {

  /** The response of nginx without a backend. */
  public static final String DEFAULT_BACKEND =
      "<html><head><title>404 Not Found</title></head><body>default backend - 404</body></html>";

  private static final Set<String> OWN_HEADERS =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", ":status");

  /** What it answers itself: JSON, unless the headers name another content type. */
  public record Answer(int status, Map<String, String> headers, String body) {}

  /** Decides about a call by its name and the body of its request; null passes it on. */
  public interface Responder {
    Answer answer(String call, String body);
  }

  private record Change(Predicate<String> calls, UnaryOperator<String> body) {}

  private final String upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Responder> responders = new CopyOnWriteArrayList<>();
  private final List<Change> changes = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final Map<String, Headers> headers = new ConcurrentHashMap<>();

  /** In front of the upstream at this address, on a free port. */
  public IngressProxy(String upstream) {
    this.upstream = upstream;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers what this one wants answered from now on; the latest responder is asked first. */
  public void answer(Responder responder) {
    responders.add(0, responder);
  }

  /** Answers these calls itself from now on. */
  public void answer(Predicate<String> calls, int status, String type, String body) {
    Answer answer = new Answer(status, Map.of("Content-Type", type), body);
    answer((call, request) -> calls.test(call) ? answer : null);
  }

  /** Answers every call of the API itself from now on. */
  public void answerAll(int status, String type, String body) {
    answer(call -> !call.contains("/_sandbox/"), status, type, body);
  }

  /** Changes the body of what the upstream answers to these calls. */
  public void change(Predicate<String> calls, UnaryOperator<String> body) {
    changes.add(0, new Change(calls, body));
  }

  /** Passes everything on again, as it is. */
  public void heal() {
    responders.clear();
    changes.clear();
  }

  /** How many of these calls have come, answered here or upstream. */
  public long calls(Predicate<String> calls) {
    return seen.stream().filter(calls).count();
  }

  /** A header of the latest of these calls; null where it had none. */
  public String header(String call, String name) {
    return headers.get(call).getFirst(name);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    seen.add(call);
    headers.put(call, exchange.getRequestHeaders());
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer = answer(call, new String(body, StandardCharsets.UTF_8));
      if (answer == null) {
        passOn(exchange, call, body);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer answer(String call, String body) {
    return responders.stream()
        .map(responder -> responder.answer(call, body))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private void passOn(HttpExchange exchange, String call, byte[] body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upstream + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().forEach((name, values) -> pass(name, values, request::header));
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    response
        .headers()
        .map()
        .forEach((name, values) -> pass(name, values, exchange.getResponseHeaders()::add));
    byte[] answer = response.body();
    for (Change change : changes) {
      if (change.calls().test(call)) {
        String text = new String(answer, StandardCharsets.UTF_8);
        answer = change.body().apply(text).getBytes(StandardCharsets.UTF_8);
        break;
      }
    }
    send(exchange, response.statusCode(), answer);
  }

  private interface HeaderSink {
    void add(String name, String value);
  }

  private static void pass(String name, List<String> values, HeaderSink sink) {
    if (name != null && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      values.forEach(value -> sink.add(name, value));
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
