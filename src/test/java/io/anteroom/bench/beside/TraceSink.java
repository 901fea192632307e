package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Takes spans by OTLP over HTTP, and forgets them. */
final class TraceSink implements AutoCloseable {

  final AtomicLong bytes = new AtomicLong();
  private final HttpServer server;

  TraceSink(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              bytes.addAndGet(body.length());
                              request.response().end();
                            }))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** What makes a service send its spans here. */
  Map<String, String> variables() {
    return Map.of(
        "QUARKUS_OTEL_SDK_DISABLED",
        "false",
        "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.actualPort());
  }

  @Override
  public void close() {
    server.close();
  }
}
