package io.anteroom.api.filter;

import io.anteroom.api.ApiSettings;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.problem.ProblemWriter;
import io.anteroom.api.version.ApiVersion;
import io.anteroom.async.LazyBean;
import io.anteroom.cluster.ReplicaState;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses what is not to be processed at all: any request while the replica starts or stops, one
 * with too many header fields, and one with a URL that is not valid.
 */
@Singleton
public class RequestFilter {

  private static final int BEFORE_ANYTHING_IS_DONE = 1000;

  /** Of a body that nobody wants so much is read, so that its sender reads the answer. */
  private static final int UNWANTED = 64 * 1024;

  private final LazyBean<ReplicaState> availability;
  private final LazyBean<ApiSettings> settings;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  RequestFilter(Instance<ReplicaState> availability, Instance<ApiSettings> settings) {
    this.availability = new LazyBean<>(availability);
    this.settings = new LazyBean<>(settings);
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, BEFORE_ANYTHING_IS_DONE);
  }

  private void admit(RoutingContext context) {
    refusal(context.request())
        .ifPresentOrElse(problem -> refuse(context, problem), () -> pass(context));
  }

  /**
   * A request that came before a stop may be answered in it. Its caller must not use the connection
   * again, which is closed as soon as the last answer has left (RFC 9112, section 9.6).
   */
  private void pass(RoutingContext context) {
    context.addHeadersEndHandler(
        headersEnd -> {
          if (availability.get().state() == ReplicaState.State.STOPPING) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
          }
        });
    context.next();
  }

  private Optional<HttpProblem> refusal(HttpServerRequest request) {
    switch (availability.get().state()) {
      case STARTING:
        return Optional.of(ProblemType.STARTING.problem());
      case STOPPING:
        return Optional.of(ProblemType.STOPPING.problem());
      default:
        return malformed(request);
    }
  }

  private Optional<HttpProblem> malformed(HttpServerRequest request) {
    int max = settings.get().maxHeaders();
    if (fields(request.headers()) > max) {
      return Optional.of(
          ProblemType.TOO_MANY_HEADERS.with(
              "At most %d header fields are accepted.".formatted(max)));
    }
    return fault(request.uri())
        .map(fault -> ProblemType.MALFORMED_REQUEST.with("The URL is not valid: " + fault));
  }

  /** RFC 3986 as Java reads it, since the framework reads URLs by the same class later. */
  private static Optional<String> fault(String uri) {
    try {
      new URI(uri);
      return Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.of("%s at position %d.".formatted(e.getReason(), e.getIndex()));
    }
  }

  /** Its size would be that of the different names. */
  private static int fields(MultiMap headers) {
    int fields = 0;
    for (Map.Entry<String, String> field : headers) {
      fields++;
    }
    return fields;
  }

  /**
   * A connection that is closed while its caller still writes would take the answer with it. Who
   * sends {@code Expect} waits for the answer before it writes.
   */
  private static void refuse(RoutingContext context, HttpProblem problem) {
    HttpServerRequest request = context.request();
    if (request.isEnded() || request.headers().contains(HttpHeaders.EXPECT)) {
      answer(context, problem);
      return;
    }
    Unwanted unwanted = new Unwanted(() -> answer(context, problem));
    request.handler(unwanted::read).endHandler(end -> unwanted.done()).resume();
  }

  private static void answer(RoutingContext context, HttpProblem problem) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(ApiVersion.HEADER, ApiVersion.FIRST.label());
    ProblemWriter.write(context, problem)
        .onComplete(sent -> context.request().connection().close());
  }

  /** A body that is read only so that it is out of the way, and not for long. */
  private static final class Unwanted {

    private final Runnable then;
    private long bytes;
    private boolean done;

    Unwanted(Runnable then) {
      this.then = then;
    }

    void read(Buffer part) {
      bytes += part.length();
      if (bytes > UNWANTED) {
        done();
      }
    }

    void done() {
      if (!done) {
        done = true;
        then.run();
      }
    }
  }
}
