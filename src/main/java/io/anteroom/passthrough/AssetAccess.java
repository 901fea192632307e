package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.account.Client;
import io.anteroom.async.LatestUsedMap;
import io.anteroom.async.Ticker;
import io.anteroom.passthrough.PassedResponseException.Reason;
import io.anteroom.quota.CallDeadline;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.Map;

/**
 * Whether a restricted client may see an asset. It costs a call of class {@code default}, once a
 * minute for an asset; for other clients nothing. Bounded, thread-safe.
 */
@Singleton
public class AssetAccess {

  private static final int MAX_ASSETS = 1000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private record Key(String account, String asset) {}

  private record Known(String collection, long at) {}

  private final PassThroughCalls calls;
  private final Ticker ticker;
  private final Map<Key, Known> known = new LatestUsedMap<>(MAX_ASSETS);

  AssetAccess(PassThroughCalls calls, Ticker ticker) {
    this.calls = calls;
    this.ticker = ticker;
  }

  /**
   * Fails with a {@link PassedResponseException} where the client may not see the asset: the same
   * as where there is none.
   */
  public Uni<Void> demand(Client client, CallDeadline deadline, String asset) {
    return client.isRestricted()
        ? collection(client, deadline, asset)
            .invoke(collection -> check(client, collection))
            .replaceWithVoid()
        : Uni.createFrom().voidItem();
  }

  /**
   * Checks an asset that was read.
   *
   * @throws PassedResponseException where the client may not see it
   */
  public static void check(Client client, JsonNode asset) {
    if (client.isRestricted()) {
      check(client, collectionOf(asset));
    }
  }

  private Uni<String> collection(Client client, CallDeadline deadline, String asset) {
    Key key = new Key(client.account().name(), asset);
    Known found = find(key);
    return found != null && ticker.since(found.at()).compareTo(KEPT) < 0
        ? Uni.createFrom().item(found.collection())
        : calls
            .asset(new PassThroughCall(client, deadline, new MultivaluedHashMap<>()), asset)
            .map(response -> collectionOf(response.asset()))
            .invoke(collection -> remember(key, collection));
  }

  private static void check(Client client, String collection) {
    if (!client.mayUse(collection)) {
      throw PassedResponseException.assetNotFound();
    }
  }

  /** An asset that names no collection does not tell who may see it. */
  private static String collectionOf(JsonNode asset) {
    JsonNode collection = asset.path("collection_id");
    if (!collection.isTextual()) {
      throw new PassedResponseException(
          Reason.UNREADABLE,
          200,
          "The upstream's answer cannot be read: the asset names no collection.");
    }
    return collection.textValue();
  }

  private synchronized Known find(Key key) {
    return known.get(key);
  }

  private synchronized void remember(Key key, String collection) {
    known.put(key, new Known(collection, ticker.nanos()));
  }
}
