package io.anteroom.api.operator;

import io.anteroom.api.filter.Caller;
import io.anteroom.async.CallerContext;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.report.ReplicaReports;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;

/** What each replica says of itself. */
@Path("/replicas")
@Produces(MediaType.APPLICATION_JSON)
public class ReplicasResource {

  private final Caller caller;
  private final ReplicaReports reports;
  private final Replica replica;

  ReplicasResource(Caller caller, ReplicaReports reports, Replica replica) {
    this.caller = caller;
    this.reports = reports;
    this.replica = replica;
  }

  /** The replicas that are alive or were minutes ago, about a second old. */
  @GET
  public Uni<ReplicasView> list() {
    caller.operator();
    UUID self = replica.id();
    return reports
        .all()
        .emitOn(CallerContext.executor())
        .map(all -> new ReplicasView(all.stream().map(r -> ReplicaView.of(r, self)).toList()));
  }
}
