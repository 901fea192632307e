package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.Ask;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.task.Running;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the running tasks of one account: as many as one list call shows for one permit, the
 * rest one by one. A step claims tasks and permits in one short transaction, then calls.
 */
final class PollLane {

  /** How many permits one step spends at the most. */
  private static final int PERMITS = 4;

  private record Claim(List<Running> listed, List<Running> alone, List<Permit> permits) {
    boolean isEmpty() {
      return listed.isEmpty() && alone.isEmpty();
    }
  }

  private final Account account;
  private final Poller parts;
  private final int leave;
  private final Loop loop;

  PollLane(Account account, Poller parts, int leave, Vertx vertx) {
    this.account = account;
    this.parts = parts;
    this.leave = leave;
    this.loop = new Loop("poll " + account.name(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  void stop() {
    loop.stop();
  }

  private Uni<Optional<Duration>> step() {
    if (parts.gate.isClosed(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    return parts.pool.withTransaction(this::claim).chain(this::look);
  }

  private Uni<Claim> claim(SqlConnection connection) {
    Ask ask = new Ask(account.name(), EndpointClass.DEFAULT, PERMITS, leave, parts.callTimeout());
    return parts
        .ledger
        .take(connection, ask)
        .chain(
            permits ->
                permits.isEmpty()
                    ? Uni.createFrom().item(new Claim(List.of(), List.of(), permits))
                    : claim(connection, permits));
  }

  private Uni<Claim> claim(SqlConnection connection, List<Permit> permits) {
    boolean byList = parts.isListed(account);
    int listed = byList ? parts.settings.poll().pageSize() : permits.size();
    return claim(connection, listed, false)
        .chain(
            some -> {
              int used = byList ? Math.min(1, some.size()) : some.size();
              return claim(connection, permits.size() - used, true)
                  .map(alone -> new Claim(some, alone, permits));
            })
        .call(claim -> parts.ledger.giveBack(connection, unused(claim, byList)));
  }

  private Uni<List<Running>> claim(SqlConnection connection, int most, boolean alone) {
    return most == 0
        ? Uni.createFrom().item(List.of())
        : parts.looks.claim(
            connection, account.name(), most, parts.callTimeout().plusSeconds(1), alone);
  }

  private static List<Permit> unused(Claim claim, boolean byList) {
    int listCalls = byList ? Math.min(1, claim.listed().size()) : claim.listed().size();
    int used = listCalls + claim.alone().size();
    return claim.permits().subList(used, claim.permits().size());
  }

  private Uni<Optional<Duration>> look(Claim claim) {
    if (claim.permits().isEmpty()) {
      return parts
          .ledger
          .nextPermit(account.name(), EndpointClass.DEFAULT, leave)
          .map(Optional::of);
    }
    return claim.isEmpty() ? next() : call(claim).chain(this::next);
  }

  private Uni<Void> call(Claim claim) {
    List<Uni<Void>> calls = new ArrayList<>();
    List<Permit> permits = new ArrayList<>(claim.permits());
    if (isWorthAList(claim.listed()) && parts.isListed(account)) {
      calls.add(parts.many.look(account, permits.remove(0), claim.listed()));
    } else {
      claim.listed().forEach(t -> calls.add(parts.one.look(account, permits.remove(0), t)));
    }
    claim.alone().forEach(t -> calls.add(parts.one.look(account, permits.remove(0), t)));
    return Uni.join().all(calls).andCollectFailures().replaceWithVoid();
  }

  /** Alone it costs the same and lags less; a second asset of a task shows on the list only. */
  private static boolean isWorthAList(List<Running> tasks) {
    return tasks.size() > 1 || tasks.stream().anyMatch(task -> task.attempt() > 1);
  }

  /** When the next look is due, but no sooner than the pace of the ledger. */
  private Uni<Optional<Duration>> next() {
    return parts
        .agenda
        .nextLook(account.name())
        .chain(
            due ->
                due.isEmpty()
                    ? Uni.createFrom().item(due)
                    : parts
                        .ledger
                        .pace(account.name(), EndpointClass.DEFAULT)
                        .map(pace -> Optional.of(later(pace, due.get()))));
  }

  private static Duration later(Duration one, Duration other) {
    return Comparator.<Duration>naturalOrder().compare(one, other) > 0 ? one : other;
  }
}
