package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Look;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.upstream.PaidCalls;
import io.anteroom.upstream.UpstreamAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Settles tasks that the upstream says it does not know (404 or 410 in its own words). It ends one
 * only when it was said in several looks over {@code anteroom.engine.poll.gone-grace}, and nothing
 * else in between. Its asset may be there all the same, under our marker, since an upstream may
 * forget a task before its asset: that is looked up at the first such answer, and before the end.
 * Thread-safe.
 */
@Singleton
public class GoneTasks {

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  private final PaidCalls calls;
  private final AssetList list;
  private final LookReader reader;
  private final ListAvailability lists;

  /** Only stores its parts. */
  public GoneTasks(PaidCalls calls, AssetList list, LookReader reader, ListAvailability lists) {
    this.calls = calls;
    this.list = list;
    this.reader = reader;
    this.lists = lists;
  }

  /**
   * What to tell the store of such a task.
   *
   * @param cancelConfirmed whether the upstream has just answered that it cancelled it: then there
   *     is nothing left to wait for
   */
  Uni<Look> settle(Account account, Running task, boolean cancelConfirmed) {
    boolean mayEnd =
        reader.isGraceOver(task) || cancelConfirmed && task.phase() == Phase.CANCELLING;
    if (!mayEnd && task.history().goneLooks() > 0) {
      return Uni.createFrom().item(reader.absent(task));
    }
    return calls
        .call(
            account,
            EndpointClass.DEFAULT,
            PERMIT_WAIT,
            list.call(List.of(task.collectionId()), task.markers()))
        .chain(answer -> read(account, task, answer, mayEnd));
  }

  private Uni<Look> read(Account account, Running task, UpstreamAnswer answer, boolean mayEnd) {
    if (AssetList.isMissing(answer)) {
      return lists
          .isSurelyMissing(account, answer.words())
          .map(sure -> sure && mayEnd ? reader.gone(task) : reader.absent(task));
    }
    if (!answer.isSuccess() || !AssetList.isWhole(answer)) {
      return Uni.createFrom().item(reader.unknown(task));
    }
    Look look =
        Sightings.of(answer)
            .of(task)
            .map(seen -> reader.seen(task, seen))
            .orElseGet(() -> mayEnd ? reader.gone(task) : reader.absent(task));
    return lists.works(account).replaceWith(look);
  }
}
