package io.anteroom.sandbox.upstream.content;

/** Gathers text up to a bound; what is beyond it is left out, so that no file fills the memory. */
final class TextSink {
  private final StringBuilder text = new StringBuilder();
  private final int maxChars;

  TextSink(int maxChars) {
    this.maxChars = maxChars;
  }

  void addLine(String line) {
    if (!text.isEmpty()) {
      add("\n");
    }
    add(line);
  }

  private void add(String more) {
    text.append(more, 0, Math.min(more.length(), maxChars - text.length()));
  }

  void add(char[] more, int count) {
    text.append(more, 0, Math.min(count, maxChars - text.length()));
  }

  boolean isFull() {
    return text.length() >= maxChars;
  }

  String text() {
    return text.toString();
  }
}
