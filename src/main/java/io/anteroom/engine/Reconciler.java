package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.loop.Loop;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Changed;
import io.anteroom.task.Doubts;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.upstream.AnswerTooLargeException;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Settles submits in doubt: looks their markers up upstream, and lets a task be submitted again
 * only when every look over the grace did not find it, since a list may lag. {@link Ruling} decides
 * after each look. Thread-safe.
 */
@Singleton
public class Reconciler {

  private static final Logger LOG = Logger.getLogger(Reconciler.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final int TASKS_AT_ONCE = 50;

  private final Doubts doubts;
  private final PaidCalls calls;
  private final AssetList list;
  private final Announcer announcer;
  private final AccountGate gate;
  private final EngineSettings engine;
  private final InDoubtSettings settings;
  private final Ruling ruling;
  private final Doubles doubles;
  private final Map<String, Loop> lanes = new HashMap<>();
  private final Submitter submitter;
  private final Poller poller;

  /** Builds a lane for each account. */
  public Reconciler(
      Doubts doubts,
      PaidCalls calls,
      AssetList list,
      Announcer announcer,
      AccountGate gate,
      EngineSettings engine,
      InDoubtSettings settings,
      Ruling ruling,
      Doubles doubles,
      AccountDirectory accounts,
      Submitter submitter,
      Poller poller,
      Vertx vertx) {
    this.doubts = doubts;
    this.calls = calls;
    this.list = list;
    this.announcer = announcer;
    this.gate = gate;
    this.engine = engine;
    this.settings = settings;
    this.ruling = ruling;
    this.doubles = doubles;
    this.submitter = submitter;
    this.poller = poller;
    for (Account account : accounts.all()) {
      lanes.put(
          account.name(), new Loop("reconcile " + account.name(), vertx, () -> step(account)));
    }
  }

  /** A task of this account is in doubt. */
  void wake(String account) {
    Loop lane = lanes.get(account);
    if (lane != null && engine.enabled()) {
      lane.wake();
    }
  }

  void stop() {
    lanes.values().forEach(Loop::stop);
  }

  /** A claim is no longer than a lease: two replicas that look at one task do no harm. */
  private Uni<Optional<Duration>> step(Account account) {
    if (gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return doubts
        .claim(account.name(), TASKS_AT_ONCE, engine.lease())
        .chain(
            tasks ->
                tasks.isEmpty()
                    ? Uni.createFrom().item(Optional.empty())
                    : look(account, tasks).replaceWith(Optional.of(next(tasks))));
  }

  private Duration next(List<Running> tasks) {
    return tasks.size() == TASKS_AT_ONCE ? Duration.ZERO : settings.lookEvery();
  }

  /** One call for all of them; more that are due come with the next step. */
  private Uni<Void> look(Account account, List<Running> tasks) {
    List<String> collections = tasks.stream().map(Running::collectionId).toList();
    List<String> markers = tasks.stream().flatMap(task -> task.markers().stream()).toList();
    return calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, list.call(collections, markers))
        .invoke(answer -> tellIfNotAsked(account, tasks, answer))
        .chain(answer -> decide(account, tasks, answer))
        .onFailure(failure -> tasks.size() > 1 && AnswerTooLargeException.in(failure) != null)
        .recoverWithUni(() -> lookAtEach(account, tasks))
        .onFailure()
        .call(() -> doubts.lookAgain(ids(tasks), settings.lookEvery()));
  }

  private static void tellIfNotAsked(Account account, List<Running> tasks, UpstreamAnswer answer) {
    if (!answer.isSuccess() || !AssetList.isWhole(answer)) {
      LOG.warnf(
          "account %s: %d submits are in doubt, and the upstream cannot be asked (%s)",
          account.name(), tasks.size(), answer.words());
    }
  }

  private Uni<Void> decide(Account account, List<Running> tasks, UpstreamAnswer answer) {
    if (AssetList.isRefused(answer) && tasks.size() > 1) {
      return lookAtEach(account, tasks);
    }
    Sightings seen = Sightings.of(answer);
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(
            task -> ruling.decide(task, answer, seen).invoke(c -> told(account, task, c, seen)))
        .onItem()
        .ignoreAsUni();
  }

  /**
   * One task that is too large, or that the list will not be asked about must not keep the others
   * in doubt.
   */
  private Uni<Void> lookAtEach(Account account, List<Running> tasks) {
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(task -> look(account, List.of(task)))
        .onItem()
        .ignoreAsUni();
  }

  /** A second asset goes only once it is committed which of the two is followed. */
  private void told(Account account, Running task, List<Changed> changes, Sightings seen) {
    announcer.announce(changes);
    for (Changed change : changes) {
      if (change.phase() == Phase.QUEUED) {
        submitter.wake(account.name(), task.kind());
      } else {
        poller.wake(account.name());
      }
      if (change.phase() == Phase.RUNNING) {
        doubles.remove(account, task, seen.doubles(task));
      }
    }
  }

  private static List<UUID> ids(List<Running> tasks) {
    return tasks.stream().map(Running::id).toList();
  }
}
