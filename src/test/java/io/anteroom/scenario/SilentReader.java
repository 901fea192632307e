package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

final class SilentReader implements AutoCloseable {

  private static final int SMALL = 4096;

  private final Socket socket;

  private SilentReader(Socket socket) {
    this.socket = socket;
  }

  /** Asks for a stream after this event. */
  static SilentReader open(String url, String key, String lastEventId) {
    URI uri = URI.create(url);
    String request =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Authorization: Bearer %s\r
        Accept: text/event-stream\r
        Last-Event-ID: %s\r
        \r
        """
            .formatted(uri.getPath(), uri.getAuthority(), key, lastEventId);
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(SMALL);
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new SilentReader(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the server has closed the connection before its answer was complete. */
  boolean isCutOff(Duration max) {
    try {
      socket.setSoTimeout((int) max.toMillis());
      byte[] rest = socket.getInputStream().readAllBytes();
      return !new String(rest, StandardCharsets.UTF_8).endsWith("\r\n0\r\n\r\n");
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
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
