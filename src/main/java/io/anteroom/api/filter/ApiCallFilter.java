package io.anteroom.api.filter;

import io.anteroom.api.path.ApiCall;
import io.anteroom.api.path.ApiCalls;
import io.anteroom.api.path.NearestName;
import io.anteroom.api.path.QueryParameters;
import io.anteroom.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses what no call takes, and says what is taken instead: a method that the path does not have,
 * a body of another kind, a parameter that is not known, or is there twice. Answers {@code
 * OPTIONS}. Thread-safe.
 */
public class ApiCallFilter {

  private static final String IDENTITY = "identity";

  private final CurrentVertxRequest exchange;

  ApiCallFilter(CurrentVertxRequest exchange) {
    this.exchange = exchange;
  }

  /** After the authentication, and before a body is read. */
  @ServerRequestFilter(preMatching = true, priority = 5)
  public Optional<Response> check(ContainerRequestContext request) {
    List<ApiCall> calls = ApiCalls.at(request.getUriInfo().getPath());
    String method = request.getMethod();
    if (calls.isEmpty()) {
      return Optional.empty(); // 404, or no call of the API
    }
    if (method.equals(HttpMethod.OPTIONS)) {
      return Optional.of(Response.noContent().header(HttpHeaders.ALLOW, allowed(calls)).build());
    }
    String called = method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
    ApiCall call =
        calls.stream()
            .filter(c -> c.method().equals(called))
            .findFirst()
            .orElseThrow(() -> notAllowed(allowed(calls)));
    checkParameters(call);
    checkBody(call, request);
    return Optional.empty();
  }

  private static String allowed(List<ApiCall> calls) {
    TreeSet<String> methods = new TreeSet<>();
    calls.forEach(call -> methods.add(call.method()));
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    methods.add(HttpMethod.OPTIONS);
    return String.join(", ", methods);
  }

  private static HttpProblem notAllowed(String allowed) {
    return ProblemType.METHOD_NOT_ALLOWED
        .builder()
        .withDetail("The path has no call with this method, but with these: %s.".formatted(allowed))
        .withHeader(HttpHeaders.ALLOW, allowed)
        .build();
  }

  /** Another value of a parameter that has one would be ignored, and nobody would be told. */
  private void checkParameters(ApiCall call) {
    QueryParameters.of(exchange.getCurrent().request().query())
        .forEach(
            (name, values) -> {
              if (!call.parameters().contains(name)) {
                if (!call.takesAnyParameter()) {
                  throw unknown(name, call.parameters());
                }
              } else if (values.size() > 1 && !ApiCalls.LISTS.contains(name)) {
                throw ProblemType.INVALID_FIELD.about(
                    name, "The parameter %s takes one value; the URL has several.".formatted(name));
              }
            });
  }

  private static HttpProblem unknown(String name, List<String> known) {
    String words =
        NearestName.of(name, known)
            .map("The call has no such parameter. Did you mean %s?"::formatted)
            .orElse("The call has no such parameter.");
    return ProblemType.UNKNOWN_PARAMETER
        .builder()
        .withDetail(words)
        .with("field", name)
        .with("known", known)
        .build();
  }

  private static void checkBody(ApiCall call, ContainerRequestContext request) {
    if (call.reads().isEmpty() || call.readsAnyType()) {
      return;
    }
    String coding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
      throw unsupported(
          HttpHeaders.CONTENT_ENCODING, "without", HttpHeaders.ACCEPT_ENCODING, IDENTITY);
    }
    MediaType type = request.getMediaType();
    if (type != null && !call.reads().contains(name(type))) {
      String taken = String.join(", ", call.reads());
      throw unsupported(HttpHeaders.CONTENT_TYPE, "as " + taken, HttpHeaders.ACCEPT, taken);
    }
  }

  private static String name(MediaType type) {
    return type.getType() + "/" + type.getSubtype();
  }

  /** Names what is taken by the header that RFC 9110, 15.5.16 has for it. */
  private static HttpProblem unsupported(String field, String how, String header, String taken) {
    return ProblemType.UNSUPPORTED_MEDIA_TYPE
        .builder()
        .withDetail("The call reads its body %s; the request has another %s.".formatted(how, field))
        .with("field", field)
        .withHeader(header, taken)
        .build();
  }
}
