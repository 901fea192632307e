package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.engine.ListProof.Found;
import io.anteroom.loop.Loop;
import io.anteroom.task.Changed;
import io.anteroom.task.Doubt;
import io.anteroom.task.DoubtedTask;
import io.anteroom.task.Doubts;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.upstream.AnswerTooLargeException;
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
import java.util.function.Function;

/**
 * Settles submits in doubt: looks their markers up upstream, and lets a task be submitted again
 * only when every look over the grace did not find it, since a list may lag. {@link Ruling} decides
 * after each look. Thread-safe.
 */
@Singleton
public class Reconciler {

  private static final int TASKS_AT_ONCE = 40;

  private final Doubts doubts;
  private final DoubtLooks looks;
  private final Announcer announcer;
  private final AccountGate gate;
  private final EngineSettings engine;
  private final InDoubtSettings settings;
  private final Ruling ruling;
  private final Doubles doubles;
  private final ListAvailability lists;
  private final Map<String, Loop> lanes = new HashMap<>();
  private final Submitter submitter;
  private final Poller poller;

  /** Builds a lane for each account. */
  public Reconciler(
      Doubts doubts,
      DoubtLooks looks,
      Announcer announcer,
      AccountGate gate,
      EngineSettings engine,
      InDoubtSettings settings,
      Ruling ruling,
      Doubles doubles,
      ListAvailability lists,
      AccountDirectory accounts,
      Submitter submitter,
      Poller poller,
      Vertx vertx) {
    this.doubts = doubts;
    this.looks = looks;
    this.announcer = announcer;
    this.gate = gate;
    this.engine = engine;
    this.settings = settings;
    this.ruling = ruling;
    this.doubles = doubles;
    this.lists = lists;
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
                    : settle(account, tasks).replaceWith(Optional.of(next(tasks))));
  }

  private Duration next(List<DoubtedTask> tasks) {
    return tasks.size() == TASKS_AT_ONCE ? Duration.ZERO : settings.lookEvery();
  }

  /** One look for all of them; more that are due come with the next step. */
  private Uni<Void> settle(Account account, List<DoubtedTask> tasks) {
    return looks
        .look(account, tasks)
        .chain(look -> decide(account, tasks, look))
        .onFailure(failure -> tasks.size() > 1 && AnswerTooLargeException.in(failure) != null)
        .recoverWithUni(() -> eachOf(tasks, task -> settle(account, List.of(task))))
        .onFailure()
        .call(() -> doubts.lookAgain(ids(tasks), settings.lookEvery()));
  }

  private Uni<Void> decide(Account account, List<DoubtedTask> tasks, DoubtLook look) {
    if (AssetList.isRefused(look.answer()) && tasks.size() > 1) {
      return eachOf(tasks, task -> settle(account, List.of(task)));
    }
    return AssetList.isMissing(look.answer())
        ? lists
            .isSurelyMissing(account, look.answer().words())
            .chain(sure -> sure ? decideEach(account, tasks, look) : wait(account, tasks, look))
        : decideEach(account, tasks, look);
  }

  private Uni<Void> decideEach(Account account, List<DoubtedTask> tasks, DoubtLook look) {
    ListProof proof = looks.proof(account, look);
    return eachOf(
        tasks, task -> found(task, look, proof).chain(f -> decide(account, task, look, f)));
  }

  /** A list that is out for a while decides nothing, but for what was never worked on. */
  private Uni<Void> wait(Account account, List<DoubtedTask> tasks, DoubtLook look) {
    List<DoubtedTask> waiting =
        tasks.stream().filter(task -> task.doubt() != Doubt.UNPROCESSED).toList();
    List<DoubtedTask> unprocessed =
        tasks.stream().filter(task -> task.doubt() == Doubt.UNPROCESSED).toList();
    return doubts
        .lookAgain(ids(waiting), settings.lookEvery())
        .chain(() -> decideEach(account, unprocessed, look));
  }

  /** Where nothing says what the list is worth, and only then, further questions do. */
  private Uni<Found> found(DoubtedTask task, DoubtLook look, ListProof proof) {
    ListEvidence evidence = look.evidenceFor(task);
    return evidence == ListEvidence.NONE && ruling.isRipe(task, look.answer(), look.seen())
        ? proof.of(task)
        : Uni.createFrom().item(new Found(look.seen(), evidence));
  }

  private Uni<Void> decide(Account account, DoubtedTask task, DoubtLook look, Found found) {
    return ruling
        .decide(task, look.answer(), found.seen(), found.evidence())
        .invoke(changes -> told(account, task.task(), changes, found.seen()))
        .replaceWithVoid();
  }

  /**
   * One after the other. One task that is too large, or that the list will not be asked about, must
   * not keep the others in doubt.
   */
  private static Uni<Void> eachOf(
      List<DoubtedTask> tasks, Function<DoubtedTask, Uni<Void>> settling) {
    return Multi.createFrom()
        .iterable(tasks)
        .onItem()
        .transformToUniAndConcatenate(settling::apply)
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
        doubles.remove(account, task.id(), seen.doubles(task));
      }
    }
  }

  private static List<UUID> ids(List<DoubtedTask> tasks) {
    return tasks.stream().map(doubted -> doubted.task().id()).toList();
  }
}
