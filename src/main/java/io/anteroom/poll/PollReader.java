package io.anteroom.poll;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.StatusMachine;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes of what the upstream says of a task what the store is told. Thread-safe. */
@Singleton
public class PollReader {

  private static final TaskFailure GONE =
      new TaskFailure(FailureReason.GONE_UPSTREAM, 404, "the upstream no longer knows this task");

  private static final TaskFailure CANCELLED = TaskFailure.of(FailureReason.CANCELLED, null);
  private static final String SEEMS_GONE = "the upstream says that it does not know this task";
  private static final String SILENT = "no look at it has told anything for some time";
  private static final String NO_STATUS = "the upstream says a status that cannot be read, or none";
  private static final String UNKNOWN_WORD = "the upstream says a status that is not known here";

  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 10;
  private static final int LOOKS_IN_GRACE = 10;

  /** No fewer looks than these end a task that the upstream does not know. */
  private static final int LEAST_LOOKS = 3;

  private static final int LONGEST_WORD = 100;

  /** Within this time of a good look the upstream of an account counts as there. */
  private static final Duration PULSE = Duration.ofMinutes(1);

  private final StatusMachine statuses;
  private final PollSchedule schedule;
  private final ClusterSettings.Poll settings;
  private final Duration goneGrace;
  private final PollBackoff outage;
  private final PollBackoff oddity;
  private final PollBackoff absence;
  private final Map<String, Long> lastTold = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public PollReader(
      StatusMachine statuses,
      PollSchedule schedule,
      ClusterSettings settings,
      UpstreamSettings upstream) {
    this.statuses = statuses;
    this.schedule = schedule;
    this.settings = settings.poll();
    this.outage = new PollBackoff(this.settings.firstBackoff(), this.settings.most());
    this.oddity = new PollBackoff(this.settings.firstBackoff(), this.settings.longestBackoff());
    this.goneGrace = upstream.goneGrace();
    this.absence =
        new PollBackoff(
            least(goneGrace.dividedBy(LOOKS_IN_GRACE), this.settings.firstBackoff()),
            goneGrace.dividedBy(LEAST_LOOKS));
  }

  /** The task was seen. */
  PollResult seen(RunningTask task, UpstreamTask upstream) {
    TaskStatus status = cancelled(task, statuses.next(task.status(), upstream.status()));
    boolean known = statuses.knows(upstream.status());
    Duration wait = known ? nextLook(task) : oddity.after(task);
    boolean mayBeLookedAt = known && task.phase() != Phase.CANCELLING;
    lastTold.put(task.account(), System.nanoTime());
    return new PollResult(
        task.id(),
        task.attempt(),
        status,
        word(upstream.status()),
        upstream.assetId(),
        failure(task, status, upstream),
        task.pollAlone(),
        task.age(),
        mayBeLookedAt ? Duration.ZERO : wait,
        wait,
        known ? PollFinding.STATUS : PollFinding.ODD,
        known ? null : note(task, upstream.status().isEmpty() ? NO_STATUS : UNKNOWN_WORD));
  }

  private Duration nextLook(RunningTask task) {
    return task.phase() == Phase.CANCELLING ? cancelAgain(task) : schedule.next(task);
  }

  /** A cancel that the upstream does not confirm must not spend the quota of all others. */
  private Duration cancelAgain(RunningTask task) {
    Duration doubled = CANCEL_AGAIN.multipliedBy(1L << Math.min(task.polls(), MOST_DOUBLINGS));
    return least(doubled, settings.most());
  }

  /** The list did not show the task: a new one may lag, any other is looked at alone. */
  PollResult missing(RunningTask task) {
    return mayLag(task)
        ? lagging(task)
        : nothing(task, true, Duration.ZERO, PollFinding.UNASKED, null);
  }

  /** The list showed none of those that it was asked for: that is the list's fault. */
  PollResult hidden(RunningTask task) {
    return mayLag(task) ? lagging(task) : unlisted(task);
  }

  /** Whether a task is so new that the list need not show it yet. */
  boolean mayLag(RunningTask task) {
    return task.age().compareTo(settings.listLag()) < 0;
  }

  private PollResult lagging(RunningTask task) {
    Duration pause = settings.listLag().dividedBy(LOOKS_IN_GRACE);
    return nothing(task, task.pollAlone(), pause, PollFinding.UNASKED, null);
  }

  /** Whether this is the look that may end a task that the upstream does not know. */
  boolean isGraceOver(RunningTask task) {
    PollHistory history = task.history();
    return history.goneLooks() + 1 >= LEAST_LOOKS && history.goneFor().compareTo(goneGrace) >= 0;
  }

  /** The upstream says that it does not know the task: one such answer ends nothing. */
  PollResult absent(RunningTask task) {
    return nothing(
        task, task.pollAlone(), absence.after(task), PollFinding.ABSENT, note(task, SEEMS_GONE));
  }

  /** The upstream has neither the task nor an asset of it, for certain: it ends. */
  PollResult gone(RunningTask task) {
    boolean cancelling = task.phase() == Phase.CANCELLING;
    return new PollResult(
        task.id(),
        task.attempt(),
        cancelling ? TaskStatus.CANCELLED : TaskStatus.FAILED,
        null,
        null,
        cancelling ? CANCELLED : GONE,
        task.pollAlone(),
        null,
        Duration.ZERO,
        Duration.ZERO,
        PollFinding.ABSENT,
        null);
  }

  /** There was no answer of the upstream: looks get rarer, as long as that lasts. */
  PollResult unknown(RunningTask task) {
    boolean isLong = task.history().vainFor().compareTo(goneGrace) >= 0;
    String note = isLong ? SILENT : null;
    return nothing(task, task.pollAlone(), backoff(task).after(task), PollFinding.NOTHING, note);
  }

  /** The same of a page: its tasks stay together, and the fault is not of any of them. */
  List<PollResult> unknown(List<RunningTask> tasks) {
    Duration pause =
        tasks.stream()
            .max(Comparator.comparing(task -> task.history().vainFor()))
            .map(outage::after)
            .orElse(settings.firstBackoff());
    return tasks.stream()
        .map(task -> nothing(task, task.pollAlone(), pause, PollFinding.NOTHING, null))
        .toList();
  }

  /** Where the upstream speaks of others but not of this one, it is no outage. */
  private PollBackoff backoff(RunningTask task) {
    Long told = lastTold.get(task.account());
    boolean isThere = told != null && System.nanoTime() - told < PULSE.toNanos();
    return isThere && task.history().vainFor().compareTo(settings.most()) > 0 ? oddity : outage;
  }

  /** The upstream's answer is no task. */
  PollResult unreadable(RunningTask task) {
    return odd(task, NO_STATUS);
  }

  /** The upstream itself refuses to say anything of this task; that may stay so. */
  PollResult refused(RunningTask task, UpstreamResponse answer) {
    return odd(task, "the upstream refuses to tell of it with %d".formatted(answer.status()));
  }

  private PollResult odd(RunningTask task, String note) {
    return nothing(task, task.pollAlone(), oddity.after(task), PollFinding.ODD, note(task, note));
  }

  /** The upstream let nobody ask: it says when it does, and nothing follows for the task. */
  PollResult unasked(RunningTask task) {
    return nothing(task, task.pollAlone(), settings.firstBackoff(), PollFinding.UNASKED, null);
  }

  /** There is no list at the moment: whether to look at it alone is not for the task to know. */
  PollResult unlisted(RunningTask task) {
    return nothing(task, task.pollAlone(), Duration.ZERO, PollFinding.UNASKED, null);
  }

  /** It must be looked at alone from now on. */
  PollResult alone(RunningTask task) {
    return nothing(task, true, Duration.ZERO, PollFinding.UNASKED, null);
  }

  private static PollResult nothing(
      RunningTask task, boolean alone, Duration pause, PollFinding pollFinding, String note) {
    return new PollResult(
        task.id(),
        task.attempt(),
        task.status(),
        null,
        null,
        null,
        alone,
        null,
        pause,
        pause,
        pollFinding,
        note);
  }

  /** The first such answer is not worth telling: the next one may be as it should. */
  private static String note(RunningTask task, String note) {
    return task.history().vainFor().isZero() ? null : note;
  }

  private static String word(String status) {
    return status.isEmpty()
        ? null
        : status.length() <= LONGEST_WORD ? status : status.substring(0, LONGEST_WORD) + "…";
  }

  /** A task that failed while it was being cancelled was cancelled. */
  private static TaskStatus cancelled(RunningTask task, TaskStatus status) {
    return task.phase() == Phase.CANCELLING && status == TaskStatus.FAILED
        ? TaskStatus.CANCELLED
        : status;
  }

  /** What a cancelled task says of itself counts only where nobody here had it cancelled. */
  private static TaskFailure failure(RunningTask task, TaskStatus status, UpstreamTask upstream) {
    return switch (status) {
      case FAILED -> TaskFailure.of(FailureReason.UPSTREAM_FAILED, reason(upstream));
      case CANCELLED ->
          task.phase() == Phase.CANCELLING
              ? CANCELLED
              : TaskFailure.of(FailureReason.CANCELLED, upstream.error());
      default -> null;
    };
  }

  private static String reason(UpstreamTask upstream) {
    return upstream.error() == null
        ? "the upstream ended it with " + upstream.status() + " and gave no reason"
        : upstream.error();
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
