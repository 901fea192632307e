package io.anteroom.reconcile;

import io.anteroom.account.Account;
import io.anteroom.quota.EndpointClass;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.AssetListCall;
import io.anteroom.upstream.list.ListedAssets;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds out what a list is worth after a look by which nothing could be told: by all that a
 * collection holds, without our filter, and by assets that should be there. One for each look, so
 * that each question is asked once for all of its tasks. Thread-safe.
 */
final class ListVerification {

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /**
   * What was found out.
   *
   * @param seen what is to be seen of our tasks
   * @param evidence what the list is worth
   */
  record Found(ListedAssets seen, ListEvidence evidence) {}

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final Account account;
  private final InDoubtCheck look;
  private final Map<String, Uni<UpstreamResponse>> collections = new ConcurrentHashMap<>();
  private final Map<String, Uni<Boolean>> assets = new ConcurrentHashMap<>();

  ListVerification(RetryingCalls calls, AssetListCall list, Account account, InDoubtCheck look) {
    this.calls = calls;
    this.list = list;
    this.account = account;
    this.look = look;
  }

  /**
   * Assets with what clients wrote on them show that a marker would show, too; assets without it
   * show that none would. A list that is empty, or a part, says nothing; then an asset that is
   * there and does not show says that the list is blind.
   */
  Uni<Found> of(InDoubtTask doubted) {
    return collections
        .computeIfAbsent(
            doubted.task().collectionId(), name -> ask(list.call(name)).memoize().indefinitely())
        .chain(all -> read(doubted, all));
  }

  private Uni<Found> read(InDoubtTask doubted, UpstreamResponse all) {
    ListedAssets seen = ListedAssets.of(all);
    if (!all.isSuccess() || all.body().path("results").isEmpty()) {
      return unlessHidden(look.hidden(doubted), ListEvidence.NONE);
    }
    if (doubted.find(seen).isPresent()) {
      return Uni.createFrom().item(new Found(seen, ListEvidence.SHOWS));
    }
    if (!AssetListCall.showsMetadata(all)) {
      return Uni.createFrom().item(blind());
    }
    return AssetListCall.isWhole(all)
        ? unlessHidden(look.hiddenFrom(seen, doubted), ListEvidence.SHOWS)
        : unlessHidden(look.hidden(doubted), ListEvidence.NONE);
  }

  private Uni<Found> unlessHidden(List<String> assets, ListEvidence evidence) {
    return isOneThere(assets).map(there -> there ? blind() : new Found(look.seen(), evidence));
  }

  private Found blind() {
    return new Found(look.seen(), ListEvidence.BLIND);
  }

  private Uni<Boolean> isOneThere(List<String> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().item(false)
        : isThere(ids.get(0))
            .chain(
                there ->
                    there ? Uni.createFrom().item(true) : isOneThere(ids.subList(1, ids.size())));
  }

  private Uni<Boolean> isThere(String asset) {
    return assets.computeIfAbsent(
        asset,
        id ->
            ask(new UpstreamCall.Plain(api -> api.asset(id, new MultivaluedHashMap<>())))
                .map(UpstreamResponse::isSuccess)
                .memoize()
                .indefinitely());
  }

  private Uni<UpstreamResponse> ask(UpstreamCall call) {
    return calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call);
  }
}
