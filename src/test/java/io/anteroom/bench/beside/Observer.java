package io.anteroom.bench.beside;

import io.anteroom.TestEnvironment;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads what those read who watch a service: Prometheus its metrics, the operator's page its calls
 * and its event stream. Begins at once; counts what it got. Thread-safe.
 */
final class Observer implements AutoCloseable {

  /** Scrapes of Prometheus are rarer: 15 to 60 seconds. */
  private static final int SCRAPE_MS = 5_000;

  /** The page reads its list anew this soon after a change, and the whole this often. */
  private static final int LIST_MS = 1_500;

  private static final int OVERVIEW_MS = 5_000;
  private static final int HISTORY_MS = 10_000;
  private static final List<String> OVERVIEW =
      List.of("/accounts", "/clients", "/accounts/default/quota");

  final AtomicInteger answers = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger pieces = new AtomicInteger();
  private final Vertx vertx;
  private final HttpClient client;
  private final HttpClient streams;
  private volatile boolean closed;

  private Observer(Vertx vertx, int port) {
    HttpClientOptions options =
        new HttpClientOptions().setDefaultHost("127.0.0.1").setDefaultPort(port);
    this.vertx = vertx;
    this.client = vertx.createHttpClient(options);
    this.streams = vertx.createHttpClient(options);
  }

  /** Scrapes the metrics. */
  static Observer prometheus(Vertx vertx, int managementPort) {
    Observer observer = new Observer(vertx, managementPort);
    observer.every(SCRAPE_MS, "/q/metrics");
    return observer;
  }

  /** Has the list of tasks open on the operator's page. */
  static Observer page(Vertx vertx, int port) {
    Observer observer = new Observer(vertx, port);
    observer.stream();
    observer.every(LIST_MS, "/tasks?page=1&page_size=50");
    OVERVIEW.forEach(path -> observer.every(OVERVIEW_MS, path));
    observer.every(HISTORY_MS, "/history");
    return observer;
  }

  private void every(int millis, String path) {
    if (closed) {
      return;
    }
    read(path);
    vertx.setTimer(millis, timer -> every(millis, path));
  }

  private void read(String path) {
    client
        .request(HttpMethod.GET, path)
        .compose(request -> authorised(request).send())
        .compose(response -> response.body().map(body -> response.statusCode()))
        .onSuccess(status -> count(status == 200))
        .onFailure(failure -> count(false));
  }

  /** A stream that ends while the service is there is a failure. */
  private void stream() {
    streams
        .request(HttpMethod.GET, "/events")
        .compose(request -> authorised(request).putHeader("Accept", "text/event-stream").send())
        .onSuccess(
            response -> {
              count(response.statusCode() == 200);
              response.handler(piece -> pieces.incrementAndGet());
              response.endHandler(end -> count(false)).exceptionHandler(failure -> count(false));
            })
        .onFailure(failure -> count(false));
  }

  /** What fails because nobody observes any more does not count. */
  private void count(boolean succeeded) {
    if (!closed) {
      (succeeded ? answers : failures).incrementAndGet();
    }
  }

  private static HttpClientRequest authorised(HttpClientRequest request) {
    return request.putHeader("Authorization", "Bearer " + TestEnvironment.OPERATOR);
  }

  @Override
  public String toString() {
    return "observer: %d answers, %d pieces of the event stream, %d failures"
        .formatted(answers.get(), pieces.get(), failures.get());
  }

  @Override
  public void close() {
    closed = true;
    client.close();
    streams.close();
  }
}
