package io.anteroom.sandbox.upstream.content;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plain text, Markdown, CSV: every character, as UTF-8. */
final class PlainText {
  private PlainText() {}

  static void read(Path file, TextSink sink) throws IOException {
    // Not Files.newBufferedReader: a wrong byte far inside is no reason to refuse a text.
    try (Reader in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
      char[] buffer = new char[8_192];
      int count;
      while (!sink.isFull() && (count = in.read(buffer)) >= 0) {
        sink.add(buffer, count);
      }
    }
  }
}
