package io.anteroom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection, read line by line. */
public final class RawConnection implements AutoCloseable {

  private static final int SOON_MILLIS = 20_000;

  private final Socket socket;
  private final BufferedReader lines;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  public static RawConnection open(int port) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(SOON_MILLIS);
    return new RawConnection(socket);
  }

  /** Sends a request without a body, and returns the lines of the head of the response. */
  public List<String> ask(String method, String path, String key) throws IOException {
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(method, path, key);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    List<String> head = new ArrayList<>();
    String line = lines.readLine();
    while (line != null && !line.isEmpty()) {
      head.add(line);
      line = lines.readLine();
    }
    return head;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
