package io.anteroom.api.body;

import io.anteroom.account.Client;
import io.anteroom.api.ApiSettings;
import io.anteroom.api.filter.Caller;
import io.anteroom.async.LazyBean;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;

/**
 * Reads the bodies that are held in memory, in the framework's place: memory for one is taken
 * before it is read, by the length that it says it has, or as it arrives where it says none. What
 * there is no memory for is read and dropped, so that its sender gets to read the answer.
 */
public class BodyReader {

  private static final String OPERATOR = "operator";

  private final LazyBean<ApiSettings> settings;
  private final LazyBean<RequestMemory> memory;
  private final Caller caller;
  private final LazyBean<MemorySize> formFields;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  BodyReader(
      Instance<ApiSettings> settings,
      Instance<RequestMemory> memory,
      Caller caller,
      @ConfigProperty(name = "quarkus.http.limits.max-form-attribute-size")
          Instance<MemorySize> formFields) {
    this.formFields = new LazyBean<>(formFields);
    this.settings = new LazyBean<>(settings);
    this.memory = new LazyBean<>(memory);
    this.caller = caller;
  }

  @ServerRequestFilter
  public Uni<Void> read(ContainerRequestContext context) {
    if (!HttpMethod.POST.equals(context.getMethod())) {
      return null;
    }
    ResteasyReactiveRequestContext request = CurrentRequestManager.get();
    String length = context.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    boolean unsaid = context.getHeaderString("Transfer-Encoding") != null;
    long said = unsaid || length == null ? 0 : Long.parseLong(length);
    if (said == 0 && !unsaid) {
      return null;
    }
    return isForm(context) ? admitForm(request, said) : read(request, said);
  }

  private Uni<Void> read(ResteasyReactiveRequestContext request, long said) {
    return Uni.createFrom()
        .emitter(
            done -> {
              IncomingBody body = new IncomingBody(request, settings.get().maxJson(), done);
              try {
                body.holds(memory.get().take(request, client(), said), said);
              } catch (MemoryFullException full) {
                body.refuse(full);
              }
              request.serverRequest().setReadListener(body);
              request.serverRequest().resumeRequestInput();
            });
  }

  /** The fields of a form are held in memory, its file is not. */
  private Uni<Void> admitForm(ResteasyReactiveRequestContext request, long said) {
    long max = formFields.get().asLongValue();
    long fields = said == 0 ? max : Math.min(said, max);
    memory.get().take(request, client(), fields);
    return null;
  }

  private String client() {
    return caller.known().map(Client::name).orElse(OPERATOR);
  }

  private static boolean isForm(ContainerRequestContext request) {
    String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }
}
