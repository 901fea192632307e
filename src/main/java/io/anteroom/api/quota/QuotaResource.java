package io.anteroom.api.quota;

import io.anteroom.account.Account;
import io.anteroom.api.Caller;
import io.anteroom.quota.AccountPauses;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanTable;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaReport.Queue;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Backlog;
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
  private final Backlog backlog;
  private final QuotaReport report;
  private final PlanTable plans;
  private final QuotaSettings settings;
  private final AccountPauses pauses;

  QuotaResource(
      Caller caller,
      Backlog backlog,
      QuotaReport report,
      PlanTable plans,
      QuotaSettings settings,
      AccountPauses pauses) {
    this.caller = caller;
    this.backlog = backlog;
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
        .unis(backlog.of(account.name()), pauses.since(account.name()))
        .asTuple()
        .chain(found -> view(account, found.getItem1(), found.getItem2()));
  }

  private Uni<QuotaView> view(
      Account account, Backlog.Counts counts, Optional<Instant> pausedSince) {
    return report
        .of(account.name(), queues(counts))
        .map(
            reports ->
                QuotaView.of(account, pausedSince, plans, settings.window(), counts, reports));
  }

  private static List<Queue> queues(Backlog.Counts counts) {
    return Arrays.stream(TaskKind.values())
        .map(kind -> new Queue(EndpointClass.valueOf("INDEX_" + kind), counts.queued(kind)))
        .toList();
  }
}
