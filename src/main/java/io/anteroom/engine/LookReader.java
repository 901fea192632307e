package io.anteroom.engine;

import io.anteroom.task.Failure;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Look;
import io.anteroom.task.LookHistory;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.task.Showed;
import io.anteroom.task.StatusMachine;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes of what the upstream says of a task what the store is told. Thread-safe. */
@Singleton
public class LookReader {

  private static final Failure GONE =
      new Failure(FailureReason.GONE_UPSTREAM, 404, "the upstream no longer knows this task");

  private static final Failure CANCELLED = Failure.of(FailureReason.CANCELLED, null);
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
  private final EngineSettings.Poll settings;
  private final LookBackoff outage;
  private final LookBackoff oddity;
  private final LookBackoff absence;
  private final Map<String, Long> lastTold = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public LookReader(StatusMachine statuses, PollSchedule schedule, EngineSettings settings) {
    this.statuses = statuses;
    this.schedule = schedule;
    this.settings = settings.poll();
    this.outage = new LookBackoff(this.settings.firstBackoff(), this.settings.most());
    this.oddity = new LookBackoff(this.settings.firstBackoff(), this.settings.longestBackoff());
    Duration grace = this.settings.goneGrace();
    this.absence =
        new LookBackoff(
            least(grace.dividedBy(LOOKS_IN_GRACE), this.settings.firstBackoff()),
            grace.dividedBy(LEAST_LOOKS));
  }

  /** The task was seen. */
  Look seen(Running task, UpstreamTask upstream) {
    TaskStatus status = cancelled(task, statuses.next(task.status(), upstream.status()));
    boolean known = statuses.knows(upstream.status());
    Duration wait = known ? nextLook(task) : oddity.after(task);
    boolean mayBeLookedAt = known && task.phase() != Phase.CANCELLING;
    lastTold.put(task.account(), System.nanoTime());
    return new Look(
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
        known ? Showed.STATUS : Showed.ODD,
        known ? null : note(task, upstream.status().isEmpty() ? NO_STATUS : UNKNOWN_WORD));
  }

  private Duration nextLook(Running task) {
    return task.phase() == Phase.CANCELLING ? cancelAgain(task) : schedule.next(task);
  }

  /** A cancel that the upstream does not confirm must not spend the quota of all others. */
  private Duration cancelAgain(Running task) {
    Duration doubled = CANCEL_AGAIN.multipliedBy(1L << Math.min(task.polls(), MOST_DOUBLINGS));
    return least(doubled, settings.most());
  }

  /** The list did not show the task: a new one may lag, any other is looked at alone. */
  Look missing(Running task) {
    return mayLag(task) ? lagging(task) : nothing(task, true, Duration.ZERO, Showed.UNASKED, null);
  }

  /** The list showed none of those that it was asked for: that is the list's fault. */
  Look hidden(Running task) {
    return mayLag(task) ? lagging(task) : unlisted(task);
  }

  /** Whether a task is so new that the list need not show it yet. */
  boolean mayLag(Running task) {
    return task.age().compareTo(settings.listLag()) < 0;
  }

  private Look lagging(Running task) {
    Duration pause = settings.listLag().dividedBy(LOOKS_IN_GRACE);
    return nothing(task, task.pollAlone(), pause, Showed.UNASKED, null);
  }

  /** Whether this is the look that may end a task that the upstream does not know. */
  boolean isGraceOver(Running task) {
    LookHistory history = task.history();
    return history.goneLooks() + 1 >= LEAST_LOOKS
        && history.goneFor().compareTo(settings.goneGrace()) >= 0;
  }

  /** The upstream says that it does not know the task: one such answer ends nothing. */
  Look absent(Running task) {
    return nothing(
        task, task.pollAlone(), absence.after(task), Showed.ABSENT, note(task, SEEMS_GONE));
  }

  /** The upstream has neither the task nor an asset of it, for certain: it ends. */
  Look gone(Running task) {
    boolean cancelling = task.phase() == Phase.CANCELLING;
    return new Look(
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
        Showed.ABSENT,
        null);
  }

  /** There was no answer of the upstream: looks get rarer, as long as that lasts. */
  Look unknown(Running task) {
    boolean isLong = task.history().vainFor().compareTo(settings.goneGrace()) >= 0;
    String note = isLong ? SILENT : null;
    return nothing(task, task.pollAlone(), backoff(task).after(task), Showed.NOTHING, note);
  }

  /** The same of a page: its tasks stay together, and the fault is not of any of them. */
  List<Look> unknown(List<Running> tasks) {
    Duration pause =
        tasks.stream()
            .max(Comparator.comparing(task -> task.history().vainFor()))
            .map(outage::after)
            .orElse(settings.firstBackoff());
    return tasks.stream()
        .map(task -> nothing(task, task.pollAlone(), pause, Showed.NOTHING, null))
        .toList();
  }

  /** Where the upstream speaks of others but not of this one, it is no outage. */
  private LookBackoff backoff(Running task) {
    Long told = lastTold.get(task.account());
    boolean isThere = told != null && System.nanoTime() - told < PULSE.toNanos();
    return isThere && task.history().vainFor().compareTo(settings.most()) > 0 ? oddity : outage;
  }

  /** The upstream's answer is no task. */
  Look unreadable(Running task) {
    return odd(task, NO_STATUS);
  }

  /** The upstream itself refuses to say anything of this task; that may stay so. */
  Look refused(Running task, UpstreamAnswer answer) {
    return odd(task, "the upstream refuses to tell of it with %d".formatted(answer.status()));
  }

  private Look odd(Running task, String note) {
    return nothing(task, task.pollAlone(), oddity.after(task), Showed.ODD, note(task, note));
  }

  /** The upstream let nobody ask: it says when it does, and nothing follows for the task. */
  Look unasked(Running task) {
    return nothing(task, task.pollAlone(), settings.firstBackoff(), Showed.UNASKED, null);
  }

  /** There is no list at the moment: whether to look at it alone is not for the task to know. */
  Look unlisted(Running task) {
    return nothing(task, task.pollAlone(), Duration.ZERO, Showed.UNASKED, null);
  }

  /** It must be looked at alone from now on. */
  Look alone(Running task) {
    return nothing(task, true, Duration.ZERO, Showed.UNASKED, null);
  }

  private static Look nothing(
      Running task, boolean alone, Duration pause, Showed showed, String note) {
    return new Look(
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
        showed,
        note);
  }

  /** The first such answer is not worth telling: the next one may be as it should. */
  private static String note(Running task, String note) {
    return task.history().vainFor().isZero() ? null : note;
  }

  private static String word(String status) {
    return status.isEmpty()
        ? null
        : status.length() <= LONGEST_WORD ? status : status.substring(0, LONGEST_WORD) + "…";
  }

  /** A task that failed while it was being cancelled was cancelled. */
  private static TaskStatus cancelled(Running task, TaskStatus status) {
    return task.phase() == Phase.CANCELLING && status == TaskStatus.FAILED
        ? TaskStatus.CANCELLED
        : status;
  }

  /** What a cancelled task says of itself counts only where nobody here had it cancelled. */
  private static Failure failure(Running task, TaskStatus status, UpstreamTask upstream) {
    return switch (status) {
      case FAILED -> Failure.of(FailureReason.UPSTREAM_FAILED, reason(upstream));
      case CANCELLED ->
          task.phase() == Phase.CANCELLING
              ? CANCELLED
              : Failure.of(FailureReason.CANCELLED, upstream.error());
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
