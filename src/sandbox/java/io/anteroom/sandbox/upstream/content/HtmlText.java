package io.anteroom.sandbox.upstream.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** A page's title and the text that a reader would see. */
final class HtmlText {
  /** A parsed page takes many times its size in memory; no page worth reading is larger. */
  private static final int MAX_BYTES = 16 << 20;

  private HtmlText() {}

  static void read(Path file, TextSink sink) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(MAX_BYTES);
    }
    Document page = Jsoup.parse(new ByteArrayInputStream(start), null, "");
    if (!page.title().isEmpty()) {
      sink.addLine(page.title());
    }
    sink.addLine(page.body() == null ? page.text() : page.body().text());
  }
}
