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
 * Finds out after an inconclusive check whether the asset list can be believed: it lists a whole
 * collection, without our filter, and it searches for assets that should be there. There is one for
 * each check, so that each call is made once for all tasks of the check. Thread-safe.
 */
final class ListVerification {

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  record Verdict(ListedAssets seen, ListEvidence evidence) {}

  private final RetryingCalls calls;
  private final AssetListCall list;
  private final Account account;
  private final InDoubtCheck check;
  private final Map<String, Uni<UpstreamResponse>> collections = new ConcurrentHashMap<>();
  private final Map<String, Uni<Boolean>> assets = new ConcurrentHashMap<>();

  ListVerification(RetryingCalls calls, AssetListCall list, Account account, InDoubtCheck check) {
    this.calls = calls;
    this.list = list;
    this.account = account;
    this.check = check;
  }

  /**
   * Lists the whole collection of the task. If assets there have metadata, a marker would show too;
   * if none has, no marker would. An empty or partial list tells nothing. Then one asset that
   * exists and is not listed tells that the list hides tasks.
   */
  Uni<Verdict> of(InDoubtTask doubted) {
    return collections
        .computeIfAbsent(
            doubted.task().collectionId(), name -> call(list.call(name)).memoize().indefinitely())
        .chain(all -> read(doubted, all))
        .onFailure(InDoubtChecks::isUnanswered)
        .recoverWithUni(() -> unlessOneIsHidden(check.hidden(doubted), ListEvidence.UNVERIFIED));
  }

  private Uni<Verdict> read(InDoubtTask doubted, UpstreamResponse all) {
    ListedAssets seen = ListedAssets.of(all);
    if (!all.isSuccess() || all.body().path("results").isEmpty()) {
      return unlessOneIsHidden(check.hidden(doubted), ListEvidence.INCONCLUSIVE);
    }
    if (doubted.find(seen).isPresent()) {
      return Uni.createFrom().item(new Verdict(seen, ListEvidence.SHOWS_OUR_TASKS));
    }
    if (!AssetListCall.showsMetadata(all)) {
      return Uni.createFrom().item(hides());
    }
    return AssetListCall.isWhole(all)
        ? unlessOneIsHidden(check.hiddenFrom(seen, doubted), ListEvidence.SHOWS_OUR_TASKS)
        : unlessOneIsHidden(check.hidden(doubted), ListEvidence.INCONCLUSIVE);
  }

  private Uni<Verdict> unlessOneIsHidden(List<String> assets, ListEvidence evidence) {
    return isOneThere(assets)
        .map(there -> there ? hides() : new Verdict(check.seen(), evidence))
        .onFailure(InDoubtChecks::isUnanswered)
        .recoverWithItem(() -> new Verdict(check.seen(), ListEvidence.UNVERIFIED));
  }

  private Verdict hides() {
    return new Verdict(check.seen(), ListEvidence.HIDES_OUR_TASKS);
  }

  /** Fails where none is found, and one could not be asked for: that one may be there. */
  private Uni<Boolean> isOneThere(List<String> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    Uni<Boolean> others = Uni.createFrom().deferred(() -> isOneThere(ids.subList(1, ids.size())));
    return isThere(ids.get(0))
        .onItemOrFailure()
        .transformToUni(
            (there, failure) -> {
              if (failure == null) {
                return there ? Uni.createFrom().item(true) : others;
              }
              return others.chain(
                  other -> other ? Uni.createFrom().item(true) : Uni.createFrom().failure(failure));
            });
  }

  private Uni<Boolean> isThere(String asset) {
    return assets.computeIfAbsent(
        asset,
        id ->
            call(new UpstreamCall.Plain(
                    api -> api.asset(id, new MultivaluedHashMap<>(), null, null)))
                .map(UpstreamResponse::isSuccess)
                .memoize()
                .indefinitely());
  }

  private Uni<UpstreamResponse> call(UpstreamCall call) {
    return calls.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, call);
  }
}
