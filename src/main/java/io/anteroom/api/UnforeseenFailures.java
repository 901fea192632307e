package io.anteroom.api;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What nothing else has an answer for. */
class UnforeseenFailures {

  private static final Logger LOG = Logger.getLogger(UnforeseenFailures.class);

  /** The words of RESTEasy's FormData, which has no type of its own for it. */
  private static final String TOO_MANY_FIELDS = "Param limit of ";

  @ServerExceptionMapper
  Response unforeseen(RuntimeException failure) {
    if (failure.getMessage() != null && failure.getMessage().startsWith(TOO_MANY_FIELDS)) {
      return Problems.tooManyFields().toResponse();
    }
    LOG.error("a request failed", failure);
    return HttpProblem.valueOf(Response.Status.INTERNAL_SERVER_ERROR).toResponse();
  }
}
