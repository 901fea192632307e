package io.anteroom.bench.beside;

/** A task of the stand-in. Its times are of {@link System#nanoTime()}. Thread-safe. */
final class UpstreamTask {

  final String id;
  final String text;
  final String marker;
  final long endNanos;
  private volatile long shownNanos;

  /**
   * @param marker Anteroom's marker in its metadata; null: none
   * @param endNanos when it ends
   */
  UpstreamTask(String id, String text, String marker, long endNanos) {
    this.id = id;
    this.text = text;
    this.marker = marker;
    this.endNanos = endNanos;
  }

  String assetId() {
    return "asset-" + id;
  }

  boolean hasEnded(long now) {
    return now - endNanos >= 0;
  }

  /** Notes that a response shows its end; whether it is the first one that does. */
  boolean showEnd(long now) {
    boolean first = shownNanos == 0;
    if (first) {
      shownNanos = now;
    }
    return first;
  }

  /** When a response showed its end for the first time; 0: none did. */
  long shownNanos() {
    return shownNanos;
  }
}
