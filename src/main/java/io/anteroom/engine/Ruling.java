package io.anteroom.engine;

import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Changed;
import io.anteroom.task.Doubts;
import io.anteroom.task.Failure;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Running;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamSettings;
import io.anteroom.upstream.UpstreamTask;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Decides what becomes of a submit in doubt after a look for its markers. Thread-safe. */
@Singleton
public class Ruling {

  private static final Logger LOG = Logger.getLogger(Ruling.class);
  private static final int LEAST_LOOKS = 3;
  private static final Failure UNKNOWN =
      Failure.of(
          FailureReason.DOUBT_UNRESOLVED,
          "the answer to its submit was lost, and the upstream has no list to look for it: it may"
              + " have happened");

  private final Doubts doubts;
  private final InDoubtSettings settings;
  private final Duration callTimeout;
  private final Duration useBy;

  /** Only stores its parts. */
  public Ruling(
      Doubts doubts, InDoubtSettings settings, UpstreamSettings upstream, QuotaSettings quota) {
    this.useBy = quota.useBy();
    this.doubts = doubts;
    this.settings = settings;
    this.callTimeout = Duration.ofMillis(upstream.callTimeoutMs());
  }

  /** After an answer of the list; the changes are committed. */
  Uni<List<Changed>> decide(Running task, UpstreamAnswer answer, Sightings seen) {
    Optional<UpstreamTask> found = seen.of(task).filter(t -> t.taskId() != null);
    if (answer.isSuccess() && found.isPresent()) {
      LOG.infof("submit %s was in doubt: it had happened", task.marker());
      return doubts.found(task, found.get().taskId());
    }
    if (AssetList.isMissing(answer) || AssetList.isRefused(answer)) {
      return withoutList(task);
    }
    if (!answer.isSuccess() || !AssetList.isWhole(answer) || seen.of(task).isPresent()) {
      return lookAgain(task);
    }
    if (graceIsOver(task) && task.polls() + 1 >= LEAST_LOOKS) {
      LOG.infof("submit %s was in doubt: it had not happened", task.marker());
      return doubts.absent(task);
    }
    return doubts.absentAtThisLook(task, settings.lookEvery()).replaceWith(List.of());
  }

  /** Who wants it ended loses nothing when it is; else the policy says. */
  private Uni<List<Changed>> withoutList(Running task) {
    if (!graceIsOver(task)) {
      return lookAgain(task);
    }
    if (task.cancelRequested() || settings.policy() == InDoubtSettings.Policy.FAIL) {
      LOG.warnf("submit %s stays unknown: its task ends", task.marker());
      return doubts.giveUp(task, UNKNOWN);
    }
    if (settings.policy() == InDoubtSettings.Policy.RESUBMIT) {
      LOG.warnf("submit %s stays unknown: it is submitted again, by policy", task.marker());
      return doubts.absent(task);
    }
    return lookAgain(task);
  }

  private Uni<List<Changed>> lookAgain(Running task) {
    return doubts
        .lookAgain(List.of(task.id()), settings.lookEvery())
        .replaceWith(List.<Changed>of());
  }

  /**
   * The call may leave until its use-by, and be under way upstream until its timeout; only then
   * does the grace begin. A file that has left whole may take the upstream long to store: uploads
   * have a grace of their own. No part of one leaves once the lease of its replica has ended.
   */
  private boolean graceIsOver(Running task) {
    Duration grace = task.kind() == TaskKind.UPLOAD ? settings.uploadGrace() : settings.grace();
    return task.age().compareTo(grace.plus(callTimeout).plus(useBy)) > 0;
  }
}
