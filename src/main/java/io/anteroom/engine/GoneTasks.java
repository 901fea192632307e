package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Look;
import io.anteroom.task.Running;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Settles tasks that the upstream answers with 404: its asset may be there all the same, under our
 * marker, since an upstream may forget a task before its asset. Thread-safe.
 */
@Singleton
public class GoneTasks {

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final PaidCalls calls;
  private final AssetList list;
  private final LookReader reader;

  /** Only stores its parts. */
  public GoneTasks(PaidCalls calls, AssetList list, LookReader reader) {
    this.calls = calls;
    this.list = list;
    this.reader = reader;
  }

  /** What to tell the store of a task that was answered with 404. */
  Uni<Look> settle(Account account, Running task) {
    if (!reader.isOldEnoughToBeGone(task)) {
      return Uni.createFrom().item(reader.tooNewToBeGone(task));
    }
    return calls
        .call(
            account,
            EndpointClass.DEFAULT,
            PERMIT_WAIT,
            list.call(List.of(task.collectionId()), task.markers()))
        .map(answer -> read(task, answer));
  }

  /** Without a list the 404 is all there is to know. */
  private Look read(Running task, UpstreamAnswer answer) {
    if (AssetList.isMissing(answer)) {
      return reader.gone(task);
    }
    if (!answer.isSuccess() || !AssetList.isWhole(answer)) {
      return reader.unknown(task, AGAIN);
    }
    return Sightings.of(answer)
        .of(task)
        .map(seen -> reader.seen(task, seen))
        .orElseGet(() -> reader.gone(task));
  }
}
