package io.anteroom.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/** A server without TLS, which answers a TLS hello as most do: with an error of HTTP. */
final class PlainServer implements AutoCloseable {

  private final ServerSocket socket = new ServerSocket(0);

  PlainServer() throws IOException {
    new Thread(this::refuse).start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void refuse() {
    try {
      while (true) {
        try (Socket caller = socket.accept()) {
          caller.getInputStream().read(new byte[1_000]);
          caller.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
