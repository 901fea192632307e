package io.anteroom.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * Hints that are to be published: those that come while a publish is under way share the next one.
 * Bounded: what does not fit is dropped, since a hint may be lost. Thread-safe.
 */
final class PendingHints {

  /** About 8 MB of them. */
  static final int MAX = 50_000;

  /** How many leave at once. */
  static final int AT_ONCE = 1_000;

  private record Hint(String channel, String text) {}

  private final Queue<Hint> queue = new ArrayDeque<>();
  private boolean underWay;

  /** Adds hints, as far as they fit. */
  synchronized void add(String channel, List<String> hints) {
    for (String hint : hints) {
      if (queue.size() < MAX) {
        queue.add(new Hint(channel, hint));
      }
    }
  }

  /**
   * The hints that leave now, by their channels; {@link #left} follows. Empty where there are none,
   * or where others are under way.
   */
  synchronized Map<String, List<String>> next() {
    if (underWay || queue.isEmpty()) {
      return Map.of();
    }
    underWay = true;
    Map<String, List<String>> next = new LinkedHashMap<>();
    for (int i = 0; i < AT_ONCE && !queue.isEmpty(); i++) {
      Hint hint = queue.remove();
      next.computeIfAbsent(hint.channel(), channel -> new ArrayList<>()).add(hint.text());
    }
    return next;
  }

  /** Those that were under way are published. */
  synchronized void left() {
    underWay = false;
  }
}
