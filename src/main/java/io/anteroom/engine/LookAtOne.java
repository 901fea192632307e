package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.Permit;
import io.anteroom.task.Look;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.Upstream;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Looks at one task with one permit; a task that is to be cancelled is cancelled first. */
@Singleton
public class LookAtOne {

  private static final Logger LOG = Logger.getLogger(LookAtOne.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final Upstream upstream;
  private final PaidCalls paid;
  private final Pauses pauses;
  private final LookRecords records;
  private final LookReader reader;
  private final AccountGate gate;
  private final GoneTasks gone;

  /** Only stores its parts. */
  public LookAtOne(
      Upstream upstream,
      PaidCalls paid,
      Pauses pauses,
      LookRecords records,
      LookReader reader,
      AccountGate gate,
      GoneTasks gone) {
    this.upstream = upstream;
    this.paid = paid;
    this.pauses = pauses;
    this.records = records;
    this.reader = reader;
    this.gate = gate;
    this.gone = gone;
  }

  /** Looks, and records what was seen. */
  Uni<Void> look(Account account, Permit permit, Running task) {
    long start = System.nanoTime();
    return call(account, permit, task)
        .chain(answer -> read(account, task, answer))
        .onFailure()
        .invoke(failure -> UnexpectedFailure.log(LOG, "a look at one task", failure))
        .onFailure()
        .recoverWithItem(failure -> reader.unknown(task, AFTER_FAILURE))
        .chain(look -> records.record(List.of(task), List.of(look), start));
  }

  /** The answer to a cancel says nothing certain; the look after it does, and pays for itself. */
  private Uni<UpstreamAnswer> call(Account account, Permit permit, Running task) {
    if (task.phase() != Phase.CANCELLING) {
      return upstream.send(account, permit, get(task));
    }
    UpstreamCall cancel = UpstreamCall.Plain.removal(api -> api.cancelTask(task.upstreamTaskId()));
    return upstream
        .send(account, permit, cancel)
        .onFailure()
        .invoke(failure -> UnexpectedFailure.log(LOG, "a cancel upstream", failure))
        .onFailure()
        .recoverWithNull()
        .chain(() -> paid.call(account, EndpointClass.DEFAULT, AFTER_FAILURE, get(task)));
  }

  private static UpstreamCall get(Running task) {
    return new UpstreamCall.Plain(api -> api.task(task.upstreamTaskId()));
  }

  private Uni<Look> read(Account account, Running task, UpstreamAnswer answer) {
    if (answer.isSuccess()) {
      return Uni.createFrom().item(reader.seen(task, answer.task()));
    }
    if (answer.status() == 404) {
      return gone.settle(account, task);
    }
    Look nothing = reader.unknown(task, AFTER_FAILURE);
    if (answer.isRateLimited()) {
      return pauses
          .pause(account.name(), EndpointClass.DEFAULT, answer.retryAfter())
          .replaceWith(nothing);
    }
    return answer.isUnauthorized()
        ? gate.probe(account).replaceWith(nothing)
        : Uni.createFrom().item(nothing);
  }
}
