package io.anteroom.api.filter;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.http.ParameterizedValue;
import io.anteroom.async.http.ParameterizedValue.Parameter;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses media types that cannot be read, on which the choice of a method would break. */
public class UnreadableMediaTypeFilter {

  private static final Set<String> UTF_8 = Set.of("utf-8", "utf8", "us-ascii", "ascii");

  /** Reads them once, after the authentication. */
  @ServerRequestFilter(preMatching = true, priority = 3)
  public void check(ContainerRequestContext request) {
    read("Accept", request::getAcceptableMediaTypes);
    read("Content-Type", request::getMediaType);
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (type != null && !type.isBlank()) {
      check(ParameterizedValue.mediaType(type).orElseThrow(() -> unreadable("Content-Type")));
    }
  }

  /** JSON is UTF-8 (RFC 8259, 8.1); read as that, a body in another charset says something else. */
  private static void check(ParameterizedValue type) {
    if (type.value().equals(MediaType.APPLICATION_JSON)) {
      type.parameter("charset")
          .map(Parameter::value)
          .filter(charset -> !UTF_8.contains(charset.toLowerCase(Locale.ROOT)))
          .ifPresent(UnreadableMediaTypeFilter::refuse);
    }
  }

  private static void refuse(String charset) {
    throw ProblemType.MALFORMED_REQUEST.with(
        "The header Content-Type says the charset %s; JSON is read as UTF-8 only."
            .formatted(charset));
  }

  private static HttpProblem unreadable(String header) {
    return ProblemType.MALFORMED_REQUEST.with("The header %s cannot be read.".formatted(header));
  }

  private static void read(String header, Supplier<?> value) {
    try {
      value.get();
    } catch (IllegalArgumentException e) {
      throw unreadable(header);
    }
  }
}
