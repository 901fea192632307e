package io.anteroom.scenario;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Takes what is sent over OTLP, as protobuf over HTTP, as a collector does. Thread-safe. */
final class OtlpSink implements AutoCloseable {

  /**
   * A span, and which process sent it.
   *
   * @param instance the process's {@code service.instance.id}
   */
  record Sent(String instance, Span span) {

    String attribute(String name) {
      return value(span.getAttributesList(), name);
    }
  }

  private final HttpServer server;
  private final List<Sent> spans = new CopyOnWriteArrayList<>();

  OtlpSink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  Stream<Sent> spans() {
    return spans.stream();
  }

  /** Those of a kind of work, by the beginning of their names. */
  List<Sent> named(String prefix) {
    return spans().filter(sent -> sent.span().getName().startsWith(prefix)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      ExportTraceServiceRequest request =
          ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      request.getResourceSpansList().forEach(this::keep);
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    }
  }

  private void keep(ResourceSpans process) {
    String instance = value(process.getResource().getAttributesList(), "service.instance.id");
    process
        .getScopeSpansList()
        .forEach(scope -> scope.getSpansList().forEach(s -> spans.add(new Sent(instance, s))));
  }

  private static String value(List<KeyValue> attributes, String name) {
    return attributes.stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(
            attribute ->
                attribute.getValue().hasIntValue()
                    ? Long.toString(attribute.getValue().getIntValue())
                    : attribute.getValue().getStringValue())
        .findFirst()
        .orElse(null);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
