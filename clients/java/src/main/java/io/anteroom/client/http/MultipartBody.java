package io.anteroom.client.http;

import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.FileSource;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;

/** A form with one file (RFC 7578), which is streamed. Immutable, as thread-safe as its file. */
final class MultipartBody implements Body {

  private static final String LINE = "\r\n";

  private final JsonObject fields;
  private final FileSource file;
  private final String boundary = "anteroom-" + UUID.randomUUID();

  MultipartBody(JsonObject fields, FileSource file) {
    this.fields = fields;
    this.file = file;
  }

  @Override
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  @Override
  public BodyPublisher publisher() throws FileNotFoundException {
    return BodyPublishers.concat(
        BodyPublishers.ofString(head()),
        file.publisher(),
        BodyPublishers.ofString(LINE + "--" + boundary + "--" + LINE));
  }

  /** The fields, and what stands before the bytes of the file. */
  private String head() {
    StringBuilder head = new StringBuilder();
    fields
        .fields()
        .forEach(
            (name, value) -> {
              if (value != null) {
                part(head, "name=" + quoted("The name of a field", name)).append(LINE);
                head.append(text(name, value)).append(LINE);
              }
            });
    part(head, "name=\"file\"; filename=" + quoted("The file name", file.name()));
    return head.append("Content-Type: ")
        .append(WellFormed.text("The content type", file.type()))
        .append(LINE + LINE)
        .toString();
  }

  private StringBuilder part(StringBuilder head, String parameters) {
    head.append("--").append(boundary).append(LINE);
    return head.append("Content-Disposition: form-data; ").append(parameters).append(LINE);
  }

  /** As browsers write names. */
  private static String quoted(String what, String name) {
    return "\""
        + WellFormed.text(what, name).replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A")
        + "\"";
  }

  /** A text as it is, anything else as JSON. */
  private static String text(String name, Object value) {
    if (value instanceof String string) {
      return WellFormed.text("The field " + name, string);
    }
    String json = new JsonObject(Map.of("", value)).toString();
    return json.substring("{\"\":".length(), json.length() - 1);
  }
}
