package io.anteroom.reference;

/** Text for a cell of a table in Markdown. */
final class MarkdownCell {

  private MarkdownCell() {}

  static String of(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
