package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListAvailability;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.anteroom.upstream.list.MissingCollections;
import io.anteroom.upstream.list.SuspectCollections;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Decides about tasks that the upstream says it does not know (404 or 410 in its own error format).
 * A task ends only when several polls over {@code anteroom.upstream.gone-grace} said so, with no
 * other response in between. An upstream may forget a task before its asset, so the asset is
 * searched for by our markers at the first such response, and again before the end. Thread-safe.
 */
@Singleton
public class GoneTasks {

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final PollReader reader;
  private final AssetListAvailability lists;
  private final MissingCollections missingCollections;
  private final SuspectCollections suspects;

  public GoneTasks(
      RetryingCalls calls,
      AssetListCall list,
      PollReader reader,
      AssetListAvailability lists,
      MissingCollections missingCollections,
      SuspectCollections suspects) {
    this.calls = calls;
    this.list = list;
    this.reader = reader;
    this.lists = lists;
    this.missingCollections = missingCollections;
    this.suspects = suspects;
  }

  /**
   * The result to record for such a task.
   *
   * @param cancelConfirmed whether the upstream has just confirmed that it cancelled the task: then
   *     there is nothing left to wait for
   */
  Uni<PollResult> settle(Account account, RunningTask task, boolean cancelConfirmed) {
    boolean mayEnd =
        reader.isGraceOver(task) || cancelConfirmed && task.phase() == Phase.CANCELLING;
    if (!mayEnd && task.history().notFoundPolls() > 0) {
      return Uni.createFrom().item(reader.absent(task));
    }
    List<String> collection = List.of(task.collectionId());
    long asked = suspects.begin();
    return calls
        .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, list.call(collection, task.markers()))
        .invoke(answer -> remember(account, collection, answer, asked))
        .chain(answer -> read(account, task, answer, mayEnd));
  }

  private void remember(
      Account account, List<String> collection, UpstreamResponse answer, long asked) {
    if (AssetListCall.isList(answer)) {
      suspects.answered(account, collection, asked);
    }
  }

  private Uni<PollResult> read(
      Account account, RunningTask task, UpstreamResponse answer, boolean mayEnd) {
    if (AssetListCall.isRefused(answer)) {
      return Uni.createFrom().item(unlisted(task, mayEnd));
    }
    if (AssetListCall.isMissing(answer)) {
      long now = missingCollections.begin(); // the call may have waited for its permit before
      return switch (missingCollections.of(account, task.collectionId(), answer, now)) {
        case COLLECTION -> Uni.createFrom().item(unlisted(task, mayEnd));
        case UNSURE -> Uni.createFrom().item(reader.absent(task));
        case LIST ->
            lists
                .isSurelyMissing(account, answer.words())
                .map(sure -> unlisted(task, sure && mayEnd));
      };
    }
    if (!answer.isSuccess() || !AssetListCall.isWhole(answer)) {
      return Uni.createFrom().item(reader.unknown(task));
    }
    PollResult pollResult =
        ListedAssets.of(answer)
            .find(PollByList.followed(task))
            .map(seen -> reader.seen(task, seen))
            .orElseGet(() -> unlisted(task, mayEnd));
    return lists.works(account).replaceWith(pollResult);
  }

  /** The list has no asset of it, or nothing at all of its collection, which was deleted then. */
  private PollResult unlisted(RunningTask task, boolean mayEnd) {
    return mayEnd ? reader.gone(task) : reader.absent(task);
  }
}
