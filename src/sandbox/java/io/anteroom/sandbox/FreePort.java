package io.anteroom.sandbox;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port for a server that must know it before it starts. It is none of those that Linux
 * takes for outgoing connections (32768 to 60999): one of these could have it before the server
 * begins to listen, or while it is down. Stateless.
 */
public final class FreePort {

  private static final int LEAST = 20_000;
  private static final int BOUND = 32_768;
  private static final int ATTEMPTS = 1000;

  private FreePort() {}

  /**
   * A port that nobody had a moment ago.
   *
   * @throws IllegalStateException if none was found
   */
  public static int find() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LEAST, BOUND);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("there is no free port from %d to 32767".formatted(LEAST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
