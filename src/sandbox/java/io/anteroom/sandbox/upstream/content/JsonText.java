package io.anteroom.sandbox.upstream.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;

/** All string values of a JSON document, one a line; read as a stream, so size does not matter. */
final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  static void read(Path file, TextSink sink) throws IOException {
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      JsonToken token;
      // To the end even when the sink is full: broken JSON must not pass for good.
      while ((token = parser.nextToken()) != null) {
        if (token == JsonToken.VALUE_STRING && !sink.isFull()) {
          sink.addLine(parser.getText());
        }
      }
    }
  }
}
