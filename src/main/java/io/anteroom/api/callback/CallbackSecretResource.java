package io.anteroom.api.callback;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretInfo;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The secret that the client's callbacks are signed with. */
@Path("/callback-secret")
@Produces(MediaType.APPLICATION_JSON)
public class CallbackSecretResource {

  private final Caller caller;
  private final CallbackSecrets secrets;

  CallbackSecretResource(Caller caller, CallbackSecrets secrets) {
    this.caller = caller;
    this.secrets = secrets;
  }

  /** What is known of it, but never the secret. */
  @GET
  public Uni<Response> get() {
    return secrets.facts(client()).map(CallbackSecretResource::there);
  }

  /**
   * Makes a new one and tells it this once. The present one signs too for a while, so that a
   * receiver can be given the new one in peace; asked again meanwhile, only the new one is
   * replaced.
   */
  @POST
  public Uni<Response> make() {
    if (secrets.isConfigured(client())) {
      throw ProblemType.CALLBACK_SECRET_CONFIGURED.problem();
    }
    if (!secrets.canMake()) {
      throw ProblemType.CALLBACK_SECRET_UNAVAILABLE.problem();
    }
    return secrets.make(client()).map(made -> answer(201, NewCallbackSecretView.of(made)));
  }

  private static Response there(Optional<SecretInfo> facts) {
    return answer(
        200,
        facts
            .map(CallbackSecretView::of)
            .orElseThrow(ProblemType.CALLBACK_SECRET_NOT_FOUND::problem));
  }

  private static Response answer(int status, Object view) {
    return Response.status(status)
        .entity(view)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private String client() {
    return caller.client().name();
  }
}
