package io.anteroom.engine;

import io.anteroom.task.Changed;
import io.anteroom.task.Doubt;
import io.anteroom.task.DoubtedTask;
import io.anteroom.task.Doubts;
import io.anteroom.task.Failure;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Running;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamTask;
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
public class Ruling {

  private static final Logger LOG = Logger.getLogger(Ruling.class);
  private static final int LEAST_LOOKS = 3;
  private static final int LEAST_LOOKS_AFTER_AN_ANSWER = 2;
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration MOST_PAUSE = Duration.ofMinutes(1);
  private static final int RARER = 10;
  private static final Failure UNKNOWN =
      Failure.of(
          FailureReason.DOUBT_UNRESOLVED,
          "the answer to its submit was lost, and the upstream has no list to look for it: it may"
              + " have happened");

  private final Doubts doubts;
  private final InDoubtSettings settings;
  private final DoubtGrace grace;

  /** When a task of an account was last submitted again without a control: one at a time is. */
  private final Map<String, Long> probed = new ConcurrentHashMap<>();

  /** Only stores its parts. */
  public Ruling(Doubts doubts, InDoubtSettings settings, DoubtGrace grace) {
    this.doubts = doubts;
    this.settings = settings;
    this.grace = grace;
  }

  /** After an answer of the list; the changes are committed. */
  Uni<List<Changed>> decide(
      DoubtedTask doubted, UpstreamAnswer answer, Sightings seen, ListEvidence evidence) {
    Running task = doubted.task();
    Optional<UpstreamTask> found = seen.of(task).filter(t -> t.taskId() != null);
    if (answer.isSuccess() && found.isPresent()) {
      LOG.infof("submit %s was in doubt: it had happened", task.marker());
      return doubts.found(task, found.get().taskId());
    }
    if (doubted.doubt() == Doubt.UNPROCESSED && isAnswered(answer) && seen.of(task).isEmpty()) {
      return doubts.absent(doubted);
    }
    if (hasNoList(answer)) {
      return withoutList(doubted);
    }
    if (!isAbsent(task, answer, seen)) {
      return lookAgain(doubted);
    }
    if (evidence == ListEvidence.BLIND) {
      return withoutList(doubted);
    }
    return isRipe(doubted, answer, seen) && isBelieved(doubted, evidence)
        ? absent(doubted)
        : doubts.absentAtThisLook(task, nextLook(doubted)).replaceWith(List.of());
  }

  /**
   * Whether a look did not show it, and it was looked for long enough: if the list shows what is
   * there, it did not happen.
   */
  boolean isRipe(DoubtedTask doubted, UpstreamAnswer answer, Sightings seen) {
    int least = doubted.doubt() == Doubt.LOST ? LEAST_LOOKS : LEAST_LOOKS_AFTER_AN_ANSWER;
    return isAbsent(doubted.task(), answer, seen)
        && graceIsOver(doubted)
        && doubted.task().polls() + 1 >= least;
  }

  private static boolean isAbsent(Running task, UpstreamAnswer answer, Sightings seen) {
    return answer.isSuccess() && AssetList.isWhole(answer) && seen.of(task).isEmpty();
  }

  private static boolean hasNoList(UpstreamAnswer answer) {
    return AssetList.isMissing(answer) || AssetList.isRefused(answer);
  }

  private static boolean isAnswered(UpstreamAnswer answer) {
    return answer.isSuccess() || hasNoList(answer);
  }

  /**
   * Where nothing is known to be there, an empty list may be one that shows nothing at all. Then
   * one task is submitted again after a longer time, and shows on the list or not: by it the others
   * are settled.
   */
  private boolean isBelieved(DoubtedTask doubted, ListEvidence evidence) {
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

  private Uni<List<Changed>> absent(DoubtedTask doubted) {
    LOG.infof("submit %s was in doubt: it had not happened", doubted.task().marker());
    return doubts.absent(doubted);
  }

  /** Who wants it ended loses nothing when it is; else the policy says. */
  private Uni<List<Changed>> withoutList(DoubtedTask doubted) {
    Running task = doubted.task();
    if (!graceIsOver(doubted)) {
      return lookAgain(doubted);
    }
    if (task.cancelRequested() || settings.policy() == InDoubtSettings.Policy.FAIL) {
      LOG.warnf("submit %s stays unknown: its task ends", task.marker());
      return doubts.giveUp(task, UNKNOWN);
    }
    if (settings.policy() == InDoubtSettings.Policy.RESUBMIT) {
      LOG.warnf("submit %s stays unknown: it is submitted again, by policy", task.marker());
      return doubts.absent(doubted);
    }
    return lookAgain(doubted);
  }

  private Uni<List<Changed>> lookAgain(DoubtedTask doubted) {
    return doubts
        .lookAgain(List.of(doubted.task().id()), pause(doubted))
        .replaceWith(List.<Changed>of());
  }

  /** What is not settled when its grace is over may take long: its looks become rarer. */
  private Duration pause(DoubtedTask doubted) {
    Duration over = doubted.task().age().minus(grace.of(doubted.task().kind(), doubted.doubt()));
    Duration rarer = over.dividedBy(RARER);
    Duration most = rarer.compareTo(MOST_PAUSE) < 0 ? rarer : MOST_PAUSE;
    return most.compareTo(settings.lookEvery()) > 0 ? most : settings.lookEvery();
  }

  /** After an answer one look at once and one after the lag of the list are enough. */
  private Duration nextLook(DoubtedTask doubted) {
    Duration left = grace.of(doubted.task().kind(), doubted.doubt()).minus(doubted.task().age());
    boolean waits = doubted.doubt() != Doubt.LOST && !left.isNegative();
    return waits ? left.plus(SOON) : pause(doubted);
  }

  private boolean graceIsOver(DoubtedTask doubted) {
    Duration own = grace.of(doubted.task().kind(), doubted.doubt());
    return doubted.task().age().compareTo(own) > 0;
  }
}
