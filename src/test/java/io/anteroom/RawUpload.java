package io.anteroom;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A whole upload of alice on a connection of its own, without waiting for the response. */
public final class RawUpload implements AutoCloseable {

  private final Socket socket;
  private final byte[] request;

  private RawUpload(Socket socket, byte[] request) {
    this.socket = socket;
    this.request = request;
  }

  public static RawUpload open(int port, String path, int size) throws IOException {
    String form =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"q.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n"
            + "x".repeat(size)
            + "\r\n--b--\r\n";
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n";
    String request = head.formatted(path, TestEnvironment.ALICE, form.length()) + form;
    return new RawUpload(
        new Socket("localhost", port), request.getBytes(StandardCharsets.US_ASCII));
  }

  public void send() throws IOException {
    socket.getOutputStream().write(request);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
