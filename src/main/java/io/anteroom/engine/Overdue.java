package io.anteroom.engine;

import io.anteroom.account.AccountDirectory;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Changed;
import io.anteroom.task.Deadlines;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamCall;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Ends tasks whose time is over, and asks the upstream to stop what it still does for them. That
 * request is best effort: the task has ended whether or not it arrives. Thread-safe.
 */
@Singleton
public class Overdue {

  private static final Logger LOG = Logger.getLogger(Overdue.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final int AT_ONCE = 4;

  private final Deadlines deadlines;
  private final Announcer announcer;
  private final PaidCalls calls;
  private final AccountDirectory accounts;

  /** Only stores its parts. */
  public Overdue(
      Deadlines deadlines, Announcer announcer, PaidCalls calls, AccountDirectory accounts) {
    this.deadlines = deadlines;
    this.announcer = announcer;
    this.calls = calls;
    this.accounts = accounts;
  }

  Uni<Void> end() {
    return deadlines
        .endOverdue()
        .invoke(announcer::announce)
        .invoke(this::stopUpstream)
        .replaceWithVoid();
  }

  /** A few at once, in the background: the tick does not wait for them. */
  private void stopUpstream(List<Changed> ended) {
    Multi.createFrom()
        .iterable(ended)
        .filter(task -> task.upstreamTaskId() != null)
        .onItem()
        .transformToUni(this::stopUpstream)
        .merge(AT_ONCE)
        .subscribe()
        .with(
            stopped -> {},
            failure -> UnexpectedFailure.log(LOG, "stopping an overdue task upstream", failure));
  }

  private Uni<Boolean> stopUpstream(Changed task) {
    UpstreamCall cancel = UpstreamCall.Plain.removal(api -> api.cancelTask(task.upstreamTaskId()));
    return accounts
        .named(task.account())
        .map(account -> calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, cancel))
        .orElseGet(() -> Uni.createFrom().nullItem())
        .replaceWith(true)
        .onFailure()
        .invoke(
            failure ->
                LOG.warnf(
                    "task %s ended, and may go on upstream: %s", task.id(), failure.getMessage()))
        .onFailure()
        .recoverWithItem(false);
  }
}
