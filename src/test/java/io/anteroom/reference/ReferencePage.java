package io.anteroom.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page whose second part is generated. What is above the mark is written by hand, and kept.
 *
 * @param file the page
 * @param source where to change what is below the mark, for the reader of the page
 * @param generated what belongs below the mark
 */
record ReferencePage(Path file, String source, String generated) {

  private static final String MARK = "<!-- Generated from ";

  /** Writes all pages. */
  static final String COMMAND = "./mvnw test -Dtest=ReferencePagesTest -Dreference.write";

  String present() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String expected() {
    int mark = present().indexOf(MARK);
    if (mark < 0) {
      throw new IllegalStateException(file + " has no line that begins with: " + MARK);
    }
    return present().substring(0, mark)
        + "%s%s by `%s`. Change it there, not here. -->\n".formatted(MARK, source, COMMAND)
        + generated;
  }

  void write() {
    try {
      Files.writeString(file, expected());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
