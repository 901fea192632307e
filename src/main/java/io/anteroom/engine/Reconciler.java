package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Changed;
import io.anteroom.task.Doubts;
import io.anteroom.task.Marked;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamSettings;
import io.anteroom.upstream.UpstreamTask;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Settles submits in doubt: looks their markers up upstream, and lets a task be submitted again
 * only when every look over the grace did not find it, since a list may lag. Where the upstream
 * cannot be asked the task stays in doubt: it is never guessed. Thread-safe.
 */
@Singleton
public class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final Duration CLAIM = Duration.ofMinutes(2);
  private static final int MARKERS_AT_ONCE = 100;
  private static final int LEAST_LOOKS = 3;

  private final Doubts doubts;
  private final PaidCalls calls;
  private final AssetList list;
  private final Announcer announcer;
  private final AccountGate gate;
  private final EngineSettings settings;
  private final UpstreamSettings upstream;
  private final Map<String, Loop> lanes = new HashMap<>();
  private final Submitter submitter;

  /** Builds a lane for each account. */
  public Reconciler(
      Doubts doubts,
      PaidCalls calls,
      AssetList list,
      Announcer announcer,
      AccountGate gate,
      EngineSettings settings,
      UpstreamSettings upstream,
      AccountDirectory accounts,
      Submitter submitter,
      Vertx vertx) {
    this.doubts = doubts;
    this.calls = calls;
    this.list = list;
    this.announcer = announcer;
    this.gate = gate;
    this.settings = settings;
    this.upstream = upstream;
    this.submitter = submitter;
    for (Account account : accounts.all()) {
      lanes.put(
          account.name(), new Loop("reconcile " + account.name(), vertx, () -> step(account)));
    }
  }

  /** A task of this account is in doubt. */
  void wake(String account) {
    Loop lane = lanes.get(account);
    if (lane != null && settings.enabled()) {
      lane.wake();
    }
  }

  void stop() {
    lanes.values().forEach(Loop::stop);
  }

  private Uni<Optional<Duration>> step(Account account) {
    if (gate.isClosed(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return doubts
        .claim(account.name(), MARKERS_AT_ONCE, CLAIM)
        .chain(
            tasks ->
                tasks.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : look(account, tasks).replaceWith(Optional.of(Duration.ZERO)));
  }

  /** One call for all whose markers fit into it; the rest is due again and comes next. */
  private Uni<Void> look(Account account, List<Running> tasks) {
    List<String> collections = tasks.stream().map(Running::collectionId).toList();
    List<String> markers = tasks.stream().flatMap(Reconciler::markers).toList();
    return calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, list.call(collections, markers))
        .chain(answer -> decide(account, tasks, answer))
        .onFailure()
        .call(() -> doubts.lookAgain(ids(tasks), settings.inDoubt().lookEvery()));
  }

  private static java.util.stream.Stream<String> markers(Running task) {
    return IntStream.rangeClosed(1, task.attempt()).mapToObj(n -> Marked.marker(task.id(), n));
  }

  private Uni<Void> decide(Account account, List<Running> tasks, UpstreamAnswer answer) {
    if (!answer.isSuccess() || !AssetList.isWhole(answer)) {
      LOG.warnf(
          "account %s: %d submits stay in doubt, the upstream cannot be asked (%s)",
          account.name(), tasks.size(), answer.words());
      return doubts.lookAgain(ids(tasks), settings.inDoubt().lookEvery());
    }
    Map<String, UpstreamTask> seen = AssetList.read(answer);
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(task -> decide(account, task, seen))
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Void> decide(Account account, Running task, Map<String, UpstreamTask> seen) {
    Optional<UpstreamTask> found =
        markers(task).map(seen::get).filter(Objects::nonNull).findFirst();
    if (found.isPresent()) {
      LOG.infof("submit %s was in doubt: it had happened", task.marker());
      return doubts
          .found(task, found.get().taskId())
          .invoke(c -> told(account, task, c))
          .replaceWithVoid();
    }
    if (task.age().compareTo(grace(task)) > 0 && task.polls() + 1 >= LEAST_LOOKS) {
      LOG.infof("submit %s was in doubt: it had not happened", task.marker());
      return doubts.absent(task).invoke(c -> told(account, task, c)).replaceWithVoid();
    }
    return doubts.absentAtThisLook(task, settings.inDoubt().lookEvery());
  }

  /** The call itself may arrive until its hard timeout; only then does the grace begin. */
  private Duration grace(Running task) {
    long callMillis =
        task.kind() == TaskKind.UPLOAD ? upstream.uploadTimeoutMs() : upstream.callTimeoutMs();
    return settings.inDoubt().grace().plusMillis(callMillis);
  }

  private void told(Account account, Running task, List<Changed> changes) {
    announcer.announce(changes);
    if (changes.stream().anyMatch(c -> c.phase() == Phase.QUEUED)) {
      submitter.wake(account.name(), task.kind());
    } else {
      submitter.changed(account, List.of());
    }
  }

  private static List<java.util.UUID> ids(List<Running> tasks) {
    return tasks.stream().map(Running::id).toList();
  }
}
