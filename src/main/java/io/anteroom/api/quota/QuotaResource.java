package io.anteroom.api.quota;

import io.anteroom.account.Account;
import io.anteroom.api.filter.Caller;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaReport.Queue;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskBacklog;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The quota of the client's account, from our own ledger: never an upstream call. */
@Path("/quota")
@Produces(MediaType.APPLICATION_JSON)
public class QuotaResource {

  private final Caller caller;
  private final TaskBacklog taskBacklog;
  private final QuotaReport report;
  private final PlanLimits plans;
  private final QuotaSettings settings;
  private final OperatorPauses pauses;

  QuotaResource(
      Caller caller,
      TaskBacklog taskBacklog,
      QuotaReport report,
      PlanLimits plans,
      QuotaSettings settings,
      OperatorPauses pauses) {
    this.caller = caller;
    this.taskBacklog = taskBacklog;
    this.report = report;
    this.plans = plans;
    this.settings = settings;
    this.pauses = pauses;
  }

  /** How the account stands: its tasks in doubt, and each endpoint class. */
  @GET
  public Uni<QuotaView> get() {
    Account account = caller.client().account();
    return Uni.combine()
        .all()
        .unis(taskBacklog.of(account.name()), pauses.since(account.name()))
        .asTuple()
        .chain(found -> view(account, found.getItem1(), found.getItem2()));
  }

  private Uni<QuotaView> view(
      Account account, TaskBacklog.Counts counts, Optional<Instant> pausedSince) {
    return report
        .of(account.name(), queues(counts))
        .map(
            reports ->
                QuotaView.of(account, pausedSince, plans, settings.window(), counts, reports));
  }

  private static List<Queue> queues(TaskBacklog.Counts counts) {
    return Arrays.stream(TaskKind.values())
        .map(kind -> new Queue(EndpointClass.valueOf("INDEX_" + kind), counts.queued(kind)))
        .toList();
  }
}
