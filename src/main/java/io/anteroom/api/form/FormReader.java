package io.anteroom.api.form;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.http.ParameterizedValue;
import io.anteroom.async.http.ParameterizedValue.Parameter;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * Reads forms in the framework's place, which searches the text of a header for names: to it {@code
 * NAME=} is none, and {@code filename="a\"b.pdf"} ends at the backslash. The framework's own parser
 * tells the parts apart, and its own classes carry them on.
 */
public class FormReader {

  /** After all else that checks a request before its body is read. */
  private static final int LATE = 6000;

  private static final String BOUNDARY = "[ -~]{1,200}";

  private final Instance<FormLimits> limits;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  FormReader(Instance<FormLimits> limits) {
    this.limits = limits;
  }

  @ServerRequestFilter(priority = LATE)
  public Uni<Void> read(ContainerRequestContext context, SimpleResourceInfo call) {
    if (!Arrays.asList(call.parameterTypes()).contains(MultipartFormDataInput.class)) {
      return null;
    }
    String boundary = boundary(context.getHeaderString(HttpHeaders.CONTENT_TYPE));
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    FormParts parts = new FormParts(limits.get(), boundary, max(request));
    request.registerCompletionCallback(
        failure -> Infrastructure.getDefaultExecutor().execute(parts::deleteFiles));
    return Uni.createFrom()
        .<FormData>emitter(
            done -> {
              IncomingForm form = new IncomingForm(request.serverRequest(), parts, done);
              request.serverRequest().setReadListener(form);
              request.serverRequest().resumeRequestInput();
            })
        .invoke(request::setFormData)
        .replaceWithVoid();
  }

  private static String boundary(String contentType) {
    return ParameterizedValue.of(contentType == null ? "" : contentType)
        .parameter("boundary")
        .map(Parameter::value)
        .filter(boundary -> boundary.matches(BOUNDARY))
        .orElseThrow(() -> ProblemType.MALFORMED_FORM.with("The Content-Type names no boundary."));
  }

  /** How large the body may be, as was said where the request came in. */
  private static long max(ResteasyReactiveRequestContext request) {
    Long max = request.unwrap(RoutingContext.class).get(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
    return max == null ? Long.MAX_VALUE : max;
  }
}
