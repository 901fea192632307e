package io.anteroom.async;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that is bounded: one more entry than it may have removes the one that was read or written
 * longest ago. Not thread-safe, and reading changes it.
 */
public final class LatestUsedMap<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;
  private static final float LOAD = 0.75f;

  private final int max;

  /**
   * Empty.
   *
   * @param max how many entries it may have, at least 1
   */
  public LatestUsedMap(int max) {
    super(16, LOAD, true);
    this.max = max;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > max;
  }
}
