package io.anteroom.reconcile;

import io.anteroom.async.Ticker;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.task.FailureReason;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Decides what happens to a submit in doubt after a check for its markers. Thread-safe. */
@Singleton
public class InDoubtDecision {

  private static final SubjectLog LOG = SubjectLog.of(InDoubtDecision.class);
  private static final int MIN_CHECKS = 3;
  private static final int MIN_CHECKS_AFTER_RESPONSE = 2;
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
  private static final int AGE_PER_PAUSE = 10;
  private static final TaskFailure UNKNOWN =
      TaskFailure.of(
          FailureReason.IN_DOUBT_UNRESOLVED,
          "the answer to its submit was lost, and the upstream has no list to search for it: it may"
              + " have happened");

  private final InDoubtTasks inDoubtTasks;
  private final InDoubtSettings settings;
  private final InDoubtGrace grace;
  private final Ticker ticker;

  /** When a task of each account was last submitted again without a control, by the ticker. */
  private final Map<String, Long> probed = new ConcurrentHashMap<>();

  public InDoubtDecision(
      InDoubtTasks inDoubtTasks, InDoubtSettings settings, InDoubtGrace grace, Ticker ticker) {
    this.inDoubtTasks = inDoubtTasks;
    this.settings = settings;
    this.grace = grace;
    this.ticker = ticker;
  }

  /** Decides after a response of the list. The changes are committed when this completes. */
  Uni<List<TaskChange>> decide(
      InDoubtTask doubted, UpstreamResponse answer, ListedAssets seen, ListEvidence evidence) {
    RunningTask task = doubted.task();
    Optional<UpstreamTask> found = doubted.find(seen).filter(t -> t.taskId() != null);
    if (answer.isSuccess() && found.isPresent()) {
      LOG.infof(task, "submit %s was in doubt: it had happened", task.marker());
      return inDoubtTasks.found(task, found.get().taskId());
    }
    if (doubted.doubt() == InDoubtReason.UNPROCESSED
        && isAnswered(answer)
        && doubted.find(seen).isEmpty()) {
      return queueAgain(doubted);
    }
    if (hasNoList(answer)) {
      return withoutList(doubted);
    }
    if (!isAbsent(doubted, answer, seen)) {
      return checkAgain(doubted);
    }
    if (evidence == ListEvidence.HIDES_OUR_TASKS) {
      return withoutList(doubted);
    }
    return isRipe(doubted, answer, seen) && isBelieved(doubted, evidence)
        ? absent(doubted)
        : inDoubtTasks.absentAtThisLook(task, nextCheck(doubted)).replaceWith(List.of());
  }

  /**
   * Whether the submit is not listed and was searched for long enough. Then it did not happen, if
   * the list can be believed.
   */
  boolean isRipe(InDoubtTask doubted, UpstreamResponse answer, ListedAssets seen) {
    int min = doubted.doubt() == InDoubtReason.LOST ? MIN_CHECKS : MIN_CHECKS_AFTER_RESPONSE;
    return isAbsent(doubted, answer, seen)
        && graceIsOver(doubted)
        && doubted.task().polls() + 1 >= min;
  }

  private static boolean isAbsent(InDoubtTask doubted, UpstreamResponse answer, ListedAssets seen) {
    return answer.isSuccess() && AssetListCall.isWhole(answer) && doubted.find(seen).isEmpty();
  }

  private static boolean hasNoList(UpstreamResponse answer) {
    return AssetListCall.isMissing(answer) || AssetListCall.isRefused(answer);
  }

  private static boolean isAnswered(UpstreamResponse answer) {
    return answer.isSuccess() || hasNoList(answer);
  }

  /**
   * An empty list without a control may be a list that never shows anything. Then one task is
   * submitted again after a longer time. Whether it is listed decides about the others. A list that
   * could not be verified may be one whose search is out: the time is the longer one for any doubt.
   */
  private boolean isBelieved(InDoubtTask doubted, ListEvidence evidence) {
    if (evidence == ListEvidence.SHOWS_OUR_TASKS) {
      return true;
    }
    Duration own = grace.of(doubted.task().kind(), doubted.doubt());
    Duration longer =
        evidence == ListEvidence.UNVERIFIED
            ? grace.unverified(doubted)
            : grace.withoutControl(doubted);
    return doubted.task().age().compareTo(longer) > 0 && mayBeNext(doubted.task().account(), own);
  }

  private boolean mayBeNext(String account, Duration interval) {
    long now = ticker.nanos();
    Long before = probed.get(account);
    if (before == null) {
      return probed.putIfAbsent(account, now) == null;
    }
    return now - before > interval.toNanos() && probed.replace(account, before, now);
  }

  private Uni<List<TaskChange>> absent(InDoubtTask doubted) {
    LOG.infof(
        doubted.task(), "submit %s was in doubt: it had not happened", doubted.task().marker());
    return queueAgain(doubted);
  }

  private Uni<List<TaskChange>> queueAgain(InDoubtTask doubted) {
    return inDoubtTasks.absent(doubted, grace.of(doubted.task().kind(), InDoubtReason.FAILED));
  }

  /** A task whose client wants it cancelled ends; for any other the policy decides. */
  private Uni<List<TaskChange>> withoutList(InDoubtTask doubted) {
    RunningTask task = doubted.task();
    if (!graceIsOver(doubted)) {
      return checkAgain(doubted);
    }
    if (task.cancelRequested() || settings.policy() == InDoubtSettings.Policy.FAIL) {
      LOG.warnf(task, "submit %s stays in doubt: its task ends", task.marker());
      return inDoubtTasks.giveUp(task, UNKNOWN);
    }
    if (settings.policy() == InDoubtSettings.Policy.RESUBMIT) {
      LOG.warnf(task, "submit %s stays in doubt: it is submitted again, by policy", task.marker());
      return queueAgain(doubted);
    }
    return checkAgain(doubted);
  }

  private Uni<List<TaskChange>> checkAgain(InDoubtTask doubted) {
    return inDoubtTasks
        .checkAgain(List.of(doubted.task().id()), pause(doubted))
        .replaceWith(List.<TaskChange>of());
  }

  /** After the grace the checks become rarer, since it may take long. */
  private Duration pause(InDoubtTask doubted) {
    Duration over = doubted.task().age().minus(grace.of(doubted.task().kind(), doubted.doubt()));
    Duration rarer = over.dividedBy(AGE_PER_PAUSE);
    Duration pause = rarer.compareTo(MAX_PAUSE) < 0 ? rarer : MAX_PAUSE;
    return pause.compareTo(settings.checkInterval()) > 0 ? pause : settings.checkInterval();
  }

  /** When the submit had a response, one check now and one after the grace are enough. */
  private Duration nextCheck(InDoubtTask doubted) {
    Duration left = grace.of(doubted.task().kind(), doubted.doubt()).minus(doubted.task().age());
    boolean waits = doubted.doubt() != InDoubtReason.LOST && !left.isNegative();
    return waits ? left.plus(SOON) : pause(doubted);
  }

  private boolean graceIsOver(InDoubtTask doubted) {
    Duration own = grace.of(doubted.task().kind(), doubted.doubt());
    return doubted.task().age().compareTo(own) > 0;
  }
}
