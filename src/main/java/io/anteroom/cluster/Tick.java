package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ClockReading;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.database.DatabaseHistoryWatch;
import io.anteroom.cluster.report.OwnReport;
import io.anteroom.quota.OperatorPauses;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * What a replica does every second, whether or not a hint came: one question renews its lease and
 * says what there is to do, then each {@link BackgroundWork} gets its turn. The database's history
 * is checked before all of them: after lost commits nothing may leave for the upstream before it is
 * known. One tick at a time.
 */
@Singleton
public class Tick {

  private final DueWork dueWork;
  private final Replica replica;
  private final DatabaseHistoryWatch history;
  private final OperatorPauses pauses;
  private final PollLeases pollLeases;
  private final OwnReport report;
  private final ClusterSettings settings;
  private final List<String> accounts;
  private final List<BackgroundWork> work;

  public Tick(
      DueWork dueWork,
      Replica replica,
      DatabaseHistoryWatch history,
      OperatorPauses pauses,
      PollLeases pollLeases,
      OwnReport report,
      ClusterSettings settings,
      AccountDirectory accounts,
      @All List<BackgroundWork> work) {
    this.dueWork = dueWork;
    this.replica = replica;
    this.history = history;
    this.pauses = pauses;
    this.pollLeases = pollLeases;
    this.report = report;
    this.settings = settings;
    this.accounts = accounts.all().stream().map(Account::name).toList();
    this.work = work;
  }

  Uni<Void> run() {
    return ask()
        .call(todo -> history.apply(todo.history()))
        .invoke(todo -> pauses.remember(todo.paused()))
        .chain(this::runWork);
  }

  private Uni<ToDo> ask() {
    ClockReading asked = replica.now();
    return dueWork
        .ask(
            replica.id(),
            settings.lease(),
            accounts,
            history.position(),
            pollLeases,
            report.write())
        .invoke(todo -> pollLeases.granted(todo.polls(), asked))
        .call(todo -> renewed(todo, asked));
  }

  private Uni<Void> renewed(ToDo todo, ClockReading asked) {
    if (!todo.renewed()) {
      return replica.enterAnew();
    }
    replica.renewed(asked);
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> runWork(ToDo todo) {
    return Multi.createFrom()
        .iterable(work)
        .onItem()
        .transformToUniAndConcatenate(one -> one.tick(todo))
        .onItem()
        .ignoreAsUni();
  }
}
