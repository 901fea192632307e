package io.anteroom.api.index;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status.Family;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells who had something accepted of fields that are probably misspelled. Thread-safe. */
public class FieldWarningFilter {

  private static final String WARNING = "Warning";

  private final Instance<FieldWarnings> warnings;

  FieldWarningFilter(Instance<FieldWarnings> warnings) {
    this.warnings = warnings;
  }

  @ServerResponseFilter
  public void tell(ContainerResponseContext response) {
    if (response.getStatusInfo().getFamily() == Family.SUCCESSFUL) {
      warnings.get().header().ifPresent(text -> response.getHeaders().putSingle(WARNING, text));
    }
  }
}
