package io.anteroom.sandbox.upstream.content;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;

/** Finds out what a file is and what is in it. Thread-safe. Blocks: for worker threads only. */
public final class ContentReader {

  /**
   * Reads a file.
   *
   * @param maxTextChars bound of the text that is taken from it
   * @throws UnreadableContentException where its type cannot be read, or it is corrupt
   * @throws IOException where the disk fails
   */
  public Extraction read(StoredFile file, int maxTextChars)
      throws IOException, UnreadableContentException {
    ContentType type = TypeDetector.detect(file);
    TextSink sink = new TextSink(maxTextChars);
    return switch (type.kind()) {
      case PLAIN_TEXT -> {
        PlainText.read(file.path(), sink);
        yield text(type, file, sink);
      }
      case HTML -> {
        HtmlText.read(file.path(), sink);
        yield text(type, file, sink);
      }
      case JSON -> {
        readJson(file, sink);
        yield text(type, file, sink);
      }
      case PDF -> {
        PdfText.read(file.path(), sink);
        yield text(type, file, sink);
      }
      case IMAGE, VIDEO -> MediaFile.read(file, type);
    };
  }

  private static void readJson(StoredFile file, TextSink sink)
      throws IOException, UnreadableContentException {
    try {
      JsonText.read(file.path(), sink);
    } catch (JacksonException e) {
      throw new UnreadableContentException("the JSON is broken: " + e.getOriginalMessage(), e);
    }
  }

  private static Extraction text(ContentType type, StoredFile file, TextSink sink) {
    return new Extraction(type, file.size(), sink.text(), null);
  }
}
