package io.anteroom.sandbox.upstream.assets;

import java.util.HashMap;
import java.util.Map;

/** All assets, each account's by themselves. Not thread-safe: belongs to the event loop. */
public final class AssetStore {
  private final Map<String, AccountAssets> shelves = new HashMap<>();

  /** That account's assets; empty at first. */
  public AccountAssets of(String account) {
    return shelves.computeIfAbsent(account, name -> new AccountAssets());
  }

  /** Puts it on its account's shelf, as the newest. */
  public void add(TrackedAsset asset) {
    of(asset.current().account()).add(asset);
  }

  /** Takes it off the shelf, and ends its work. */
  public void remove(TrackedAsset asset) {
    of(asset.current().account()).remove(asset);
  }

  /** Takes everything off, and ends all work. */
  public void clear() {
    shelves.values().forEach(AccountAssets::markAllRemoved);
    shelves.clear();
  }
}
