package io.anteroom.api.filter;

import io.anteroom.async.log.CurrentRequest;
import io.anteroom.async.trace.RequestTrace;
import io.anteroom.async.trace.TraceContext;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The header {@code X-Request-Id} of every answer: the caller's, else one that is made here. It is
 * in the log lines of the request. Also notes where the request stands in a trace.
 */
@Singleton
public class RequestIdFilter {

  public static final String HEADER = "X-Request-Id";

  /** Before anything is answered or logged. */
  private static final int FIRST_OF_ALL = 2100;

  private static final int MAX_LENGTH = 128;

  void register(@Observes Filters filters) {
    filters.register(this::prepare, FIRST_OF_ALL);
  }

  private void prepare(RoutingContext context) {
    HttpServerRequest request = context.request();
    String id = idOf(request.headers().getAll(HEADER));
    CurrentRequest.begin(id, request.method().name(), request.path());
    TraceContext trace = TraceContext.of(request.headers());
    if (trace != null) {
      RequestTrace.note(trace);
    }
    context.addHeadersEndHandler(headersEnd -> context.response().putHeader(HEADER, id));
    context.next();
  }

  /** Two are none: who sent them means one of the two, and a log could not say which. */
  static String idOf(List<String> values) {
    return values.size() == 1 && isValid(values.get(0)) ? values.get(0) : newId();
  }

  /** Visible ASCII, so that it needs no quotes in a header, a log or a shell. */
  private static boolean isValid(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_LENGTH
        && id.chars().allMatch(c -> c > ' ' && c < 127);
  }

  /** Nobody may do anything by knowing one, and so it need not be hard to guess. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }
}
