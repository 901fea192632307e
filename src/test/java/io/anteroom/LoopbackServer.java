package io.anteroom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP server on a free port of the loopback. Each connection has a thread of its own, and an
 * {@link IOException} there ends nothing but that thread: a peer hung up, or the test is over.
 */
public final class LoopbackServer implements AutoCloseable {

  /** Work that sockets may interrupt. */
  public interface Work {
    void run() throws IOException;
  }

  /** Serves one connection, and closes it. */
  public interface Handler {
    void serve(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final String name;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Accepts connections from now on.
   *
   * @param name of its threads
   */
  public LoopbackServer(String name, Handler handler) {
    this.name = name;
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(() -> accept(handler));
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How many connections were opened. */
  public int connections() {
    return connections.get();
  }

  /** Starts a daemon thread. */
  public void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // see above
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Accepts no more connections; those that are open stay open. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Handler handler) throws IOException {
    while (true) {
      Socket socket = server.accept();
      socket.setTcpNoDelay(true); // or a small piece waits for the acknowledgement of the last
      connections.incrementAndGet();
      start(() -> handler.serve(socket));
    }
  }
}
