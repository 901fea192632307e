package io.anteroom.reference;

/** Text for a cell of a table in Markdown. */
final class MarkdownCell {

  private MarkdownCell() {}

  /**
   * As a cell shows it.
   *
   * @throws IllegalArgumentException if the text holds a table, which no cell can
   */
  static String of(String text) {
    if (text.contains("\n|")) {
      throw new IllegalArgumentException("A cell can hold no table: " + text);
    }
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
