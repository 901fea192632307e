package io.anteroom.client.http;

import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.FileSource;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;

/** The body of a request. It can be sent several times. */
public interface Body {

  /** No body. */
  Body NONE = new PlainBody("", BodyPublishers.noBody());

  /** The value of {@code Content-Type}; empty for no body. */
  String contentType();

  /**
   * The bytes, from the first one.
   *
   * @throws FileNotFoundException if a file of it cannot be read
   */
  BodyPublisher publisher() throws FileNotFoundException;

  /** Fields as JSON, or as a form if there is a file. */
  static Body of(JsonObject fields, Optional<FileSource> file) {
    return file.<Body>map(source -> new MultipartBody(fields, source))
        .orElseGet(
            () -> new PlainBody("application/json", BodyPublishers.ofString(fields.toString())));
  }
}
