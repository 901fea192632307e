package io.anteroom.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

/** Finds a port for a process that must know it before it starts. */
final class FreePort {

  private FreePort() {}

  /** A port that nobody had a moment ago. */
  static int find() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
