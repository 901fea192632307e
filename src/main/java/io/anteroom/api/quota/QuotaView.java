package io.anteroom.api.quota;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PauseCause;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.task.TaskBacklog;
import io.anteroom.task.TaskKind;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an account stands, as clients see it.
 *
 * @param pausedSince since when an operator has paused the account; null: it is not paused
 * @param inDoubt tasks whose submit was sent and not answered
 * @param classes one for each row of the upstream's rate-limit table
 */
@RegisterForReflection
@JsonNaming(SnakeCaseStrategy.class)
record QuotaView(
    String account,
    String plan,
    double windowSeconds,
    boolean paused,
    Instant pausedSince,
    long inDoubt,
    List<ClassView> classes) {

  /**
   * An endpoint class.
   *
   * @param limit calls a window by the plan; null: unlimited
   * @param believed what 429s left of it; where it is unlimited, how many may be under way
   * @param pausedUntil no call leaves before; null: not paused
   * @param pausedBy {@code 429}, {@code 503} or {@code failover}; null: not paused
   * @param nextPermitSeconds 0 if one can be had now
   * @param queued tasks that wait for a permit of this class; null: no tasks do
   * @param estimateSeconds until the last of them has its permit; null: none waits
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record ClassView(
      @JsonProperty("class") String endpointClass,
      Integer limit,
      int believed,
      int used,
      int free,
      Instant pausedUntil,
      String pausedBy,
      double nextPermitSeconds,
      Long queued,
      Double estimateSeconds) {}

  static QuotaView of(
      Account account,
      Optional<Instant> pausedSince,
      PlanLimits plans,
      Duration window,
      TaskBacklog.Counts backlog,
      List<ClassReport> reports) {
    return new QuotaView(
        account.name(),
        account.plan().label(),
        seconds(window),
        pausedSince.isPresent(),
        pausedSince.orElse(null),
        backlog.inDoubt(),
        reports.stream()
            .map(r -> view(r, plans.limit(account.plan(), r.endpointClass()), backlog))
            .toList());
  }

  private static ClassView view(ClassReport report, OptionalInt limit, TaskBacklog.Counts backlog) {
    return new ClassView(
        report.endpointClass().label(),
        limit.isPresent() ? limit.getAsInt() : null,
        report.believed(),
        report.used(),
        report.free(),
        report.pausedUntil().orElse(null),
        report.pausedBy().map(PauseCause::label).orElse(null),
        seconds(report.nextPermit()),
        kind(report.endpointClass()).map(backlog::queued).orElse(null),
        report.lastOfQueue().map(QuotaView::seconds).orElse(null));
  }

  private static Optional<TaskKind> kind(EndpointClass endpointClass) {
    return Arrays.stream(TaskKind.values())
        .filter(kind -> endpointClass.label().equals("index." + kind.label()))
        .findFirst();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
