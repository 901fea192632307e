package io.anteroom.scenario;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An upstream that takes every submit, and whose answers to anything else never end: searches,
 * looks and lists.
 */
final class EndlessUpstream implements AutoCloseable {

  private static final byte[] PART = part();

  private final ServerSocket server;
  private final AtomicInteger cutOff = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();

  EndlessUpstream() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** How many answers the other side had enough of. */
  int cutOff() {
    return cutOff.get();
  }

  /** How many bytes it has sent of such answers. */
  long sent() {
    return sent.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String head;
      while (!(head = head(in)).isEmpty()) {
        in.skipNBytes(length(head));
        answer(head, socket.getOutputStream());
      }
    } catch (IOException e) {
      // the other side has gone
    }
  }

  private void answer(String head, OutputStream out) throws IOException {
    if (head.startsWith("POST /index/")) {
      String body = "{\"message\": \"ok\", \"task_id\": \"" + UUID.randomUUID() + "\"}";
      write(
          out,
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      return;
    }
    write(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "c\r\n{\"results\":[\r\n");
    try {
      while (true) {
        out.write(PART);
        sent.addAndGet(PART.length);
      }
    } catch (IOException e) {
      cutOff.incrementAndGet();
      throw e;
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static long length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .mapToLong(line -> Long.parseLong(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** One chunk of the kind of document that takes most memory for its bytes. */
  private static byte[] part() {
    byte[] content = "{},".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    byte[] head =
        (Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] part = Arrays.copyOf(head, head.length + content.length + 2);
    System.arraycopy(content, 0, part, head.length, content.length);
    part[part.length - 2] = '\r';
    part[part.length - 1] = '\n';
    return part;
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "endless upstream");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
