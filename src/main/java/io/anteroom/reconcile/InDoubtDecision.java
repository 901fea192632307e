package io.anteroom.reconcile;

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
import org.jboss.logging.Logger;

/** Decides what becomes of a submit in doubt after a look for its markers. Thread-safe. */
@Singleton
public class InDoubtDecision {

  private static final Logger LOG = Logger.getLogger(InDoubtDecision.class);
  private static final int LEAST_LOOKS = 3;
  private static final int LEAST_LOOKS_AFTER_AN_ANSWER = 2;
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofMinutes(1);
  private static final int RARER = 10;
  private static final TaskFailure UNKNOWN =
      TaskFailure.of(
          FailureReason.DOUBT_UNRESOLVED,
          "the answer to its submit was lost, and the upstream has no list to look for it: it may"
              + " have happened");

  private final InDoubtTasks inDoubtTasks;
  private final InDoubtSettings settings;
  private final InDoubtGrace grace;

  /** When a task of an account was last submitted again without a control: one at a time is. */
  private final Map<String, Long> probed = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public InDoubtDecision(InDoubtTasks inDoubtTasks, InDoubtSettings settings, InDoubtGrace grace) {
    this.inDoubtTasks = inDoubtTasks;
    this.settings = settings;
    this.grace = grace;
  }

  /** After an answer of the list; the changes are committed. */
  Uni<List<TaskChange>> decide(
      InDoubtTask doubted, UpstreamResponse answer, ListedAssets seen, ListEvidence evidence) {
    RunningTask task = doubted.task();
    Optional<UpstreamTask> found = doubted.find(seen).filter(t -> t.taskId() != null);
    if (answer.isSuccess() && found.isPresent()) {
      LOG.infof("submit %s was in doubt: it had happened", task.marker());
      return inDoubtTasks.found(task, found.get().taskId());
    }
    if (doubted.doubt() == InDoubtReason.UNPROCESSED
        && isAnswered(answer)
        && doubted.find(seen).isEmpty()) {
      return inDoubtTasks.absent(doubted);
    }
    if (hasNoList(answer)) {
      return withoutList(doubted);
    }
    if (!isAbsent(doubted, answer, seen)) {
      return lookAgain(doubted);
    }
    if (evidence == ListEvidence.BLIND) {
      return withoutList(doubted);
    }
    return isRipe(doubted, answer, seen) && isBelieved(doubted, evidence)
        ? absent(doubted)
        : inDoubtTasks.absentAtThisLook(task, nextLook(doubted)).replaceWith(List.of());
  }

  /**
   * Whether a look did not show it, and it was looked for long enough: if the list shows what is
   * there, it did not happen.
   */
  boolean isRipe(InDoubtTask doubted, UpstreamResponse answer, ListedAssets seen) {
    int least = doubted.doubt() == InDoubtReason.LOST ? LEAST_LOOKS : LEAST_LOOKS_AFTER_AN_ANSWER;
    return isAbsent(doubted, answer, seen)
        && graceIsOver(doubted)
        && doubted.task().polls() + 1 >= least;
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
   * Where nothing is known to be there, an empty list may be one that shows nothing at all. Then
   * one task is submitted again after a longer time, and shows on the list or not: by it the others
   * are settled.
   */
  private boolean isBelieved(InDoubtTask doubted, ListEvidence evidence) {
    if (evidence == ListEvidence.SHOWS) {
      return true;
    }
    Duration own = grace.of(doubted.task().kind(), doubted.doubt());
    return doubted.task().age().compareTo(grace.withoutControl(doubted)) > 0
        && isNext(doubted.task().account(), own);
  }

  private boolean isNext(String account, Duration apart) {
    long now = System.nanoTime();
    return probed.compute(
            account, (name, at) -> at == null || now - at > apart.toNanos() ? now : at)
        == now;
  }

  private Uni<List<TaskChange>> absent(InDoubtTask doubted) {
    LOG.infof("submit %s was in doubt: it had not happened", doubted.task().marker());
    return inDoubtTasks.absent(doubted);
  }

  /** Who wants it ended loses nothing when it is; else the policy says. */
  private Uni<List<TaskChange>> withoutList(InDoubtTask doubted) {
    RunningTask task = doubted.task();
    if (!graceIsOver(doubted)) {
      return lookAgain(doubted);
    }
    if (task.cancelRequested() || settings.policy() == InDoubtSettings.Policy.FAIL) {
      LOG.warnf("submit %s stays unknown: its task ends", task.marker());
      return inDoubtTasks.giveUp(task, UNKNOWN);
    }
    if (settings.policy() == InDoubtSettings.Policy.RESUBMIT) {
      LOG.warnf("submit %s stays unknown: it is submitted again, by policy", task.marker());
      return inDoubtTasks.absent(doubted);
    }
    return lookAgain(doubted);
  }

  private Uni<List<TaskChange>> lookAgain(InDoubtTask doubted) {
    return inDoubtTasks
        .lookAgain(List.of(doubted.task().id()), pause(doubted))
        .replaceWith(List.<TaskChange>of());
  }

  /** What is not settled when its grace is over may take long: its looks become rarer. */
  private Duration pause(InDoubtTask doubted) {
    Duration over = doubted.task().age().minus(grace.of(doubted.task().kind(), doubted.doubt()));
    Duration rarer = over.dividedBy(RARER);
    Duration most = rarer.compareTo(MOST_PAUSE) < 0 ? rarer : MOST_PAUSE;
    return most.compareTo(settings.lookEvery()) > 0 ? most : settings.lookEvery();
  }

  /** After an answer one look at once and one after the lag of the list are enough. */
  private Duration nextLook(InDoubtTask doubted) {
    Duration left = grace.of(doubted.task().kind(), doubted.doubt()).minus(doubted.task().age());
    boolean waits = doubted.doubt() != InDoubtReason.LOST && !left.isNegative();
    return waits ? left.plus(SOON) : pause(doubted);
  }

  private boolean graceIsOver(InDoubtTask doubted) {
    Duration own = grace.of(doubted.task().kind(), doubted.doubt());
    return doubted.task().age().compareTo(own) > 0;
  }
}
