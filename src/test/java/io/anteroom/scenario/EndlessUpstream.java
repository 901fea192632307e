package io.anteroom.scenario;

import io.anteroom.async.http.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An upstream that takes every submit. Its answers to searches, polls and lists never end. */
final class EndlessUpstream implements AutoCloseable {

  /** One chunk of the kind of document that takes most memory for its bytes. */
  private static final byte[] CHUNK = chunk("{},".repeat(20_000));

  private final AtomicInteger cutOff = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final RawServer server = new RawServer(this::answer);

  String url() {
    return server.url();
  }

  /** How many endless answers the other side broke off. */
  int cutOff() {
    return cutOff.get();
  }

  /** How many bytes of endless answers it has sent. */
  long sent() {
    return sent.get();
  }

  private void answer(String request, OutputStream out) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    if (request.startsWith("POST /index/")) {
      String body = "{\"message\": \"ok\", \"task_id\": \"" + UUID.randomUUID() + "\"}";
      out.write(ascii(head + "Content-Length: " + body.length() + "\r\n\r\n" + body));
      return;
    }
    out.write(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"));
    try {
      out.write(chunk("{\"results\":["));
      while (true) {
        out.write(CHUNK);
        sent.addAndGet(CHUNK.length);
      }
    } catch (IOException e) {
      cutOff.incrementAndGet();
      throw e;
    }
  }

  private static byte[] chunk(String content) {
    return ascii(Integer.toHexString(content.length()) + "\r\n" + content + "\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    server.close();
  }
}
