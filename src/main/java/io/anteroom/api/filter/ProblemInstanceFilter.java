package io.anteroom.api.filter;

import io.anteroom.api.problem.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Says in every problem which request it was; those that mappers answer with do not. */
public class ProblemInstanceFilter {

  @ServerResponseFilter
  public void complete(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof HttpProblem problem && problem.getInstance() == null) {
      String path = request.getUriInfo().getRequestUri().getRawPath();
      response.setEntity(ProblemType.at(path, problem));
    }
  }
}
