package io.anteroom.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the service and the stand-in upstream, and answers some calls otherwise. A call
 * that the stand-in does not answer is not answered here either.
 */
final class ResponseRewritingProxy implements AutoCloseable {

  /** What is answered. */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer json(int status, String body) {
      return new Answer(status, Map.of(), body);
    }
  }

  /** Decides about a call; null lets it pass as it is. */
  interface Instead {
    Answer answer(String method, String path, String body);
  }

  /** Changes the answer of a call that was passed on. */
  interface Change {
    String body(String method, String path, String body);
  }

  private static final Instead NOTHING = (method, path, body) -> null;
  private static final Change AS_IT_IS = (method, path, body) -> body;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final String target;
  private final AtomicInteger lists = new AtomicInteger();
  private volatile Instead instead = NOTHING;
  private volatile Change change = AS_IT_IS;

  ResponseRewritingProxy(String target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on these calls are answered here. */
  void answer(Instead calls) {
    instead = calls;
  }

  /** From now on these answers are changed. */
  void change(Change answers) {
    change = answers;
  }

  /** Lets everything pass. */
  void heal() {
    instead = NOTHING;
    change = AS_IT_IS;
  }

  /** How often the asset list was asked for. */
  int lists() {
    return lists.get();
  }

  private void handle(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = call.getRequestURI().getPath();
    String method = call.getRequestMethod();
    if (method.equals("POST") && path.equals("/assets")) {
      lists.incrementAndGet();
    }
    Answer own = instead.answer(method, path, body);
    try (call) {
      write(call, own == null ? pass(call, body) : own);
    } catch (IOException e) {
      call.close(); // as the one behind did
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer pass(HttpExchange call, String body) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + call.getRequestURI()))
            .method(call.getRequestMethod(), HttpRequest.BodyPublishers.ofString(body));
    for (String name : new String[] {"Authorization", "Content-Type"}) {
      String value = call.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String path = call.getRequestURI().getPath();
    return Answer.json(
        answer.statusCode(), change.body(call.getRequestMethod(), path, answer.body()));
  }

  private static void write(HttpExchange call, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(call.getResponseHeaders()::set);
    call.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
