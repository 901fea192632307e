package io.anteroom.api.filter;

import io.anteroom.api.problem.ProblemLines;
import io.anteroom.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Completes the problems that mappers answer with: they do not say which request it was, and are
 * not in the log yet.
 */
public class ProblemInstanceFilter {

  @ServerResponseFilter
  public void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof HttpProblem problem && problem.getInstance() == null) {
      String path = request.getUriInfo().getRequestUri().getRawPath();
      ProblemLines.answered(problem, path);
      response.setEntity(ProblemType.at(path, problem));
    }
  }
}
