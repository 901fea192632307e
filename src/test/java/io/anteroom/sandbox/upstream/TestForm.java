package io.anteroom.sandbox.upstream;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

final class TestForm {
  private static final String BOUNDARY = "sandbox-test-boundary";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** With a file; a null type is none at all. */
  static TestForm file(String name, String type, byte[] content) {
    return new TestForm().andFile(name, type, content);
  }

  TestForm andFile(String name, String type, byte[] content) {
    part("; filename=\"" + name + "\"", "file", type, content);
    return this;
  }

  TestForm field(String name, String value) {
    part("", name, null, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A field that says what it is. */
  TestForm field(String name, String type, String value) {
    part("", name, type, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  private void part(String fileName, String name, String type, byte[] content) {
    String typeLine = type == null ? "" : "Content-Type: " + type + "\r\n";
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n%s\r\n"
            .formatted(BOUNDARY, name, fileName, typeLine);
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(content);
    bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  String contentType() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  BodyPublisher body() {
    String end = "--" + BOUNDARY + "--\r\n";
    return BodyPublishers.ofByteArray(
        (bytes.toString(StandardCharsets.ISO_8859_1) + end).getBytes(StandardCharsets.ISO_8859_1));
  }
}
