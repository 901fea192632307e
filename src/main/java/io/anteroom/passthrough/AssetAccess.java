package io.anteroom.passthrough;

import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.search.CollectionScope;
import io.anteroom.api.search.PassedRequest;
import io.anteroom.api.search.PassedResponses;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a restricted client may see an asset. It costs a call of class {@code default}, once a
 * minute for an asset; for other clients nothing. Bounded, thread-safe.
 */
@Singleton
public class AssetAccess {

  private static final int MOST = 1000;
  private static final long NANOS = Duration.ofMinutes(1).toNanos();

  private record Key(String account, String asset) {}

  private record Seen(String collection, long at) {}

  private final PassThroughCalls passThroughCalls;
  private final Map<Key, Seen> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Seen> eldest) {
          return size() > MOST;
        }
      };

  AssetAccess(PassThroughCalls passThroughCalls) {
    this.passThroughCalls = passThroughCalls;
  }

  /** Fails as if the asset were not there where it is in another collection. */
  public Uni<Void> demand(PassedRequest call, String asset) {
    if (!call.client().isRestricted()) {
      return Uni.createFrom().voidItem();
    }
    Key key = new Key(call.client().account().name(), asset);
    return collection(call, key).invoke(collection -> check(call, collection)).replaceWithVoid();
  }

  private Uni<String> collection(PassedRequest call, Key key) {
    Seen seen = recall(key);
    return seen != null && System.nanoTime() - seen.at() < NANOS
        ? Uni.createFrom().item(seen.collection())
        : passThroughCalls
            .asset(
                call.client().account(), call.patience(), key.asset(), new MultivaluedHashMap<>())
            .map(PassedResponses::assetBody)
            .map(CollectionScope::collectionOf)
            .invoke(collection -> remember(key, collection));
  }

  private static void check(PassedRequest call, String collection) {
    if (!call.client().mayUse(collection)) {
      throw ProblemType.ASSET_NOT_FOUND.problem();
    }
  }

  private synchronized Seen recall(Key key) {
    return remembered.get(key);
  }

  private synchronized void remember(Key key, String collection) {
    remembered.put(key, new Seen(collection, System.nanoTime()));
  }
}
