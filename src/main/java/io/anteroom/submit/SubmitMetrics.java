package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.task.AcceptTime;
import io.anteroom.task.TaskKind;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts submits by their outcome, and how long their tasks waited. Thread-safe. */
@Singleton
class SubmitMetrics {

  private static final String SUBMITS = "anteroom.submits";
  private static final String ACCOUNT = "account";
  private static final String OUTCOME = "outcome";

  /** What dashboards know the outcomes by: a class may get another name. */
  static final Map<Class<? extends SubmitOutcome>, String> LABELS =
      Map.of(
          SubmitOutcome.Accepted.class, "accepted",
          SubmitOutcome.InDoubt.class, "in_doubt",
          SubmitOutcome.UpstreamFailed.class, "upstream_failed",
          SubmitOutcome.Unprocessed.class, "unprocessed",
          SubmitOutcome.NotSent.class, "not_sent",
          SubmitOutcome.FileLost.class, "file_lost",
          SubmitOutcome.RateLimited.class, "rate_limited",
          SubmitOutcome.Unauthorized.class, "unauthorized",
          SubmitOutcome.RefusedByIntermediary.class, "refused_by_intermediary",
          SubmitOutcome.Refused.class, "refused");

  private record Queue(String account, TaskKind kind) {

    static Queue of(SubmitQueue queue) {
      return new Queue(queue.account().name(), queue.kind());
    }

    /** Written out: native executables interpret what is generated. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Queue queue && account.equals(queue.account) && kind == queue.kind;
    }

    @Override
    public int hashCode() {
      return 31 * account.hashCode() + kind.hashCode();
    }
  }

  private final MeterRegistry registry;
  private final Clock clock;

  /** When each queue was last short of permits, as far as this replica knows. */
  private final Map<Queue, Instant> shortAt = new ConcurrentHashMap<>();

  SubmitMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** The queue could have had more tasks submitted with more permits, or is paused. */
  void shortOfPermits(SubmitQueue queue) {
    shortAt.put(Queue.of(queue), clock.instant());
  }

  void submitted(PermittedSubmit submit, SubmitOutcome outcome) {
    Account account = submit.account();
    registry.counter(SUBMITS, ACCOUNT, account.name(), OUTCOME, label(outcome)).increment();
    if (outcome instanceof SubmitOutcome.Accepted) {
      Instant now = clock.instant();
      AcceptTime.since(submit.task().id(), now).ifPresent(waited -> waited(submit, waited, now));
    }
  }

  /** One word for each kind of outcome. */
  static String label(SubmitOutcome outcome) {
    return LABELS.get(outcome.getClass());
  }

  private void waited(PermittedSubmit submit, Duration waited, Instant now) {
    Instant last = shortAt.get(Queue.of(submit.queue()));
    boolean metShortage = last != null && !last.isBefore(now.minus(waited));
    registry
        .timer(
            "anteroom.submit.wait",
            ACCOUNT,
            submit.account().name(),
            "quota",
            metShortage ? "short" : "free")
        .record(waited);
  }
}
