package io.anteroom.scenario;

import io.anteroom.TestEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A client that writes slowly and reads what comes back. */
final class SlowClient implements AutoCloseable {

  private final Socket socket;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private boolean closed;

  SlowClient(int port) {
    try {
      socket = new Socket("127.0.0.1", port);
      socket.setSoTimeout(1);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The head of a request of alice, up to the last line break, which is missing. */
  static String head(String line, String... headers) {
    return "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s"
        .formatted(line, TestEnvironment.ALICE, String.join("", headers));
  }

  /** Writes; a closed connection is no error. */
  SlowClient write(String text) {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      closed = true;
    }
    return this;
  }

  /** Writes this again and again, at this pace, until the connection is closed. */
  Duration dribble(String text, Duration pace, Duration max) {
    long start = System.nanoTime();
    Awaitility.await()
        .atMost(max)
        .pollDelay(Duration.ZERO)
        .pollInterval(pace)
        .until(() -> write(text).isClosed());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Whether the other side has closed the connection; reads what came until now. */
  boolean isClosed() {
    byte[] part = new byte[4096];
    try {
      for (int n = 0; !closed; n = socket.getInputStream().read(part)) {
        closed = n < 0;
        answer.write(part, 0, Math.max(0, n));
      }
    } catch (SocketTimeoutException e) {
      return closed;
    } catch (IOException e) {
      closed = true;
    }
    return closed;
  }

  String answer() {
    isClosed();
    return answer.toString(StandardCharsets.UTF_8);
  }

  String awaitAnswer(Duration max) {
    Awaitility.await()
        .atMost(max)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> answer().contains("\r\n\r\n") || isClosed());
    return answer();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
