package io.anteroom.api.body;

import java.util.HashMap;
import java.util.Map;

/** How many bytes may be held at once, by all together and by each client. Thread-safe. */
final class ByteBudget {

  private final long max;
  private final long maxPerClient;
  private final Map<String, Long> byClient = new HashMap<>();
  private long used;

  enum Taken {
    /** They are the caller's, who gives them back. */
    YES,
    /** The client has as many as it may. */
    CLIENT_FULL,
    /** All together have as many as they may. */
    FULL
  }

  /**
   * @param max at least 1
   * @param maxPerClient at least 1
   */
  ByteBudget(long max, long maxPerClient) {
    this.max = max;
    this.maxPerClient = Math.min(max, maxPerClient);
  }

  /** Takes bytes for a client; who holds none gets what it asks for where there is room at all. */
  synchronized Taken take(String client, long bytes) {
    long held = byClient.getOrDefault(client, 0L);
    if (held > 0 && held + bytes > maxPerClient) {
      return Taken.CLIENT_FULL;
    }
    if (used > 0 && used + bytes > max) {
      return Taken.FULL;
    }
    used += bytes;
    byClient.put(client, held + bytes);
    return Taken.YES;
  }

  synchronized void giveBack(String client, long bytes) {
    used -= bytes;
    byClient.computeIfPresent(client, (name, held) -> held > bytes ? held - bytes : null);
  }

  synchronized long used() {
    return used;
  }
}
