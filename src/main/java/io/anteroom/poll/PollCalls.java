package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the polls of one account for which there are permits. Thread-safe. */
final class PollCalls {

  private static final SubjectLog LOG = SubjectLog.of(PollCalls.class);

  private final Account account;
  private final PollServices uses;
  private final FairPollOrder fairOrder;
  private final RunningTasks tasks;
  private final Runnable whenOver;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * The calls of one account.
   *
   * @param whenOver runs after each call
   */
  PollCalls(Account account, PollServices uses, FairPollOrder fairOrder, Runnable whenOver) {
    this.account = account;
    this.uses = uses;
    this.fairOrder = fairOrder;
    this.tasks = uses.memory().of(account.name());
    this.whenOver = whenOver;
  }

  boolean areUnderWay() {
    return underWay.get() > 0;
  }

  int underWay() {
    return underWay.get();
  }

  /**
   * Makes as many of the chosen polls as there are permits, and does not wait for the calls.
   *
   * @param reserved how many permits to leave to others
   */
  Uni<Void> make(List<Chosen> chosen, int reserved) {
    PermitRequest request =
        new PermitRequest(
            account.name(), EndpointClass.DEFAULT, chosen.size(), reserved, uses.callTimeout());
    return uses.ledger().take(request).invoke(permits -> make(permits, chosen)).replaceWithVoid();
  }

  /** Makes one poll for each of these permits, which are no more than the chosen ones. */
  void make(List<Permit> permits, List<Chosen> chosen) {
    long now = uses.ticker().nanos();
    Duration claim = uses.callTimeout().plusSeconds(1);
    for (int i = 0; i < permits.size(); i++) {
      tasks
          .lags(chosen.get(i).tasks(), now)
          .forEach(lag -> uses.metrics().lagged(account.name(), lag));
      List<RunningTask> begun = tasks.begin(chosen.get(i).tasks(), now, claim);
      if (begun.isEmpty()) {
        uses.ledger().giveBack(permits.get(i)).subscribe().with(back -> {}, this::tell);
      } else {
        make(permits.get(i), begun);
      }
    }
  }

  /** A slow call must not delay the others. */
  private void make(Permit permit, List<RunningTask> begun) {
    fairOrder.took(begun);
    underWay.incrementAndGet();
    call(permit, begun)
        .onTermination()
        .invoke(underWay::decrementAndGet)
        .onTermination()
        .invoke(whenOver)
        .subscribe()
        .with(done -> {}, this::tell);
  }

  private void tell(Throwable failure) {
    LOG.warnf(
        LogFields.ofAccount(account.name()), "a poll was not recorded: %s", failure.toString());
  }

  private Uni<Void> call(Permit permit, List<RunningTask> begun) {
    RunningTask first = begun.get(0);
    return begun.size() > 1 || isBetterListed(first)
        ? uses.byList().poll(account, permit, begun)
        : uses.oneByOne().poll(account, permit, first);
  }

  /** Alone it costs the same and lags less; a duplicate asset of a task shows on the list only. */
  private boolean isBetterListed(RunningTask task) {
    return task.markers().size() > 1
        && !task.pollAlone()
        && task.phase() != Phase.CANCELLING
        && uses.isListed(account);
  }
}
