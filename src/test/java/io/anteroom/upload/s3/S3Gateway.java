package io.anteroom.upload.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP server in the place of the bucket's, which answers as a test says. */
final class S3Gateway implements AutoCloseable {

  /** What is sent; XML where the text is. */
  record Answer(int status, String body) {

    static Answer error(int status, String code) {
      return new Answer(status, "<Error><Code>%s</Code></Error>".formatted(code));
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Answer sentinel = new Answer(200, UUID.randomUUID().toString());
  private volatile Function<String, Answer> answers = request -> new Answer(404, "no such route");

  S3Gateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The method and the address of each request. */
  List<String> requests() {
    return requests;
  }

  /** What it answers, but for reading the sentinel. */
  void answer(Function<String, Answer> byRequest) {
    answers = byRequest;
  }

  /** Null where there is none. */
  void sentinel(UUID id) {
    sentinel = id == null ? Answer.error(404, "NoSuchKey") : new Answer(200, id.toString());
  }

  /** What reading the sentinel is answered with. */
  void answerSentinel(Answer answer) {
    sentinel = answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    requests.add(request);
    Answer answer =
        request.matches("GET .*/\\.anteroom-spool(\\?.*)?") ? sentinel : answers.apply(request);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    boolean without = body.length == 0 || request.startsWith("HEAD") || answer.status() == 204;
    exchange.sendResponseHeaders(answer.status(), without ? -1 : body.length);
    if (!without) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
