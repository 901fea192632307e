package io.anteroom.api.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.cluster.EnginePass;
import io.anteroom.cluster.EngineSettings;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;

/** Makes the engine run, for platforms on which nothing runs between requests. */
@Path("/engine")
@Produces(MediaType.APPLICATION_JSON)
public class EngineResource {

  private static final String SECONDS = "seconds";
  private static final long DEFAULT_SECONDS = 20;

  private final Caller caller;
  private final EnginePass pass;
  private final long max;

  EngineResource(Caller caller, EnginePass pass, EngineSettings settings) {
    this.caller = caller;
    this.pass = pass;
    this.max = settings.maxTick().toSeconds();
  }

  /**
   * One pass over what is due. Schedulers of platforms post with media types of their own choice,
   * so any is taken.
   *
   * @param query how many seconds it may take; null where the body says it, or nobody
   */
  @POST
  @Path("tick")
  @Consumes(MediaType.WILDCARD)
  public Uni<TickView> tick(@QueryParam(SECONDS) String query, byte[] body) {
    caller.mustHoldTickKey();
    String asked = query == null ? inBody(body) : query;
    long seconds = asked == null ? Math.min(DEFAULT_SECONDS, max) : seconds(asked);
    return pass.run(Duration.ofSeconds(seconds)).emitOn(CallerContext.executor()).map(TickView::of);
  }

  private static String inBody(byte[] body) {
    if (body == null || body.length == 0) {
      return null;
    }
    JsonNode seconds = JsonBody.read(body).path(SECONDS);
    return seconds.isMissingNode() ? null : seconds.toString();
  }

  private long seconds(String digits) {
    long seconds = digits.matches("\\d{1,9}") ? Long.parseLong(digits) : 0;
    if (seconds < 1 || seconds > max) {
      throw ProblemType.INVALID_FIELD.about(
          SECONDS, "seconds must be a whole number from 1 to %d.".formatted(max));
    }
    return seconds;
  }
}
