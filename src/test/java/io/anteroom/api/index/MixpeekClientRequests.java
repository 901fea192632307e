package io.anteroom.api.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * What Mixpeek's Python clients of late 2024 put on the wire, byte by byte: the generated one, 0.11
 * (httpx), and the one before it (requests). Both end their base URL with a slash, both send {@code
 * Content-Type: application/json} with calls that have no body.
 */
final class MixpeekClientRequests {

  static final String GENERATED =
      """
      Accept: application/json
      Accept-Encoding: gzip, deflate
      Connection: keep-alive
      User-Agent: Mixpeek/Python 0.11.0
      X-Stainless-Lang: python
      X-Stainless-Package-Version: 0.11.0
      X-Stainless-OS: Linux
      X-Stainless-Arch: x64
      X-Stainless-Runtime: CPython
      X-Stainless-Runtime-Version: 3.12.7
      X-Stainless-Async: false
      x-stainless-retry-count: 0
      """;

  static final String BEFORE =
      """
      User-Agent: python-requests/2.32.3
      Accept-Encoding: gzip, deflate
      Accept: */*
      Connection: keep-alive
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "c2fbb6e3ac9a4f5cb83f3a3be5bca7a5";
  private static final int SOON_MILLIS = 30_000;

  /**
   * An answer.
   *
   * @param body never null
   */
  record Answer(int status, JsonNode body) {}

  private final URI base;
  private final String key;
  private final String headers;

  MixpeekClientRequests(URI base, String key, String headers) {
    this.base = base;
    this.key = key;
    this.headers = headers;
  }

  Answer get(String path) {
    return send("GET", path, "Content-Type: application/json\n", "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "Content-Type: application/json\n", "");
  }

  Answer post(String path, String json) {
    return send("POST", path, "Content-Type: application/json\n", json);
  }

  /** A form as httpx writes it: the fields, then the file. */
  Answer postFile(String path, String[] fields, String content) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append("--").append(BOUNDARY).append("\r\nContent-Disposition: form-data; name=\"");
      form.append(fields[i]).append("\"\r\n\r\n").append(fields[i + 1]).append("\r\n");
    }
    form.append("--").append(BOUNDARY);
    form.append("\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note.txt\"\r\n");
    form.append("Content-Type: text/plain\r\n\r\n").append(content);
    form.append("\r\n--").append(BOUNDARY).append("--\r\n");
    String type = "Content-Type: multipart/form-data; boundary=" + BOUNDARY + "\n";
    return send("POST", path, type, form.toString());
  }

  private Answer send(String method, String path, String type, String body) {
    String length = method.equals("POST") ? "Content-Length: " + body.length() + "\n" : "";
    String head =
        "%s %s HTTP/1.1\nHost: %s\n%s%sAuthorization: Bearer %s\n%s\n"
            .formatted(method, path, base.getAuthority(), headers, type, key, length);
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(SOON_MILLIS);
      String request = head.replace("\n", "\r\n") + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no answer: " + head.toString(StandardCharsets.US_ASCII));
      }
      head.write(next);
    }
    String lines = head.toString(StandardCharsets.US_ASCII);
    int length =
        lines
            .lines()
            .filter(line -> line.toLowerCase().startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElseThrow(() -> new IOException("no Content-Length: " + lines));
    return new Answer(Integer.parseInt(lines.split(" ")[1]), JSON.readTree(in.readNBytes(length)));
  }
}
