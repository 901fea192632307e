package io.anteroom.api.operator;

import io.anteroom.api.filter.Caller;
import io.anteroom.cluster.Replica;
import io.anteroom.metrics.History;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this replica did in the last hour. */
@Path("/history")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

  private final Caller caller;
  private final History history;
  private final Replica replica;
  private final String version;

  HistoryResource(
      Caller caller,
      History history,
      Replica replica,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
    this.caller = caller;
    this.history = history;
    this.replica = replica;
  }

  @GET
  public HistoryView get() {
    caller.operator();
    return HistoryView.of(replica.id(), version, history.samples());
  }
}
