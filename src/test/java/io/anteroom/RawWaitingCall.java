package io.anteroom;

import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A call of dave on a connection of its own that waits a minute; the test may close it before. */
public final class RawWaitingCall {

  private RawWaitingCall() {}

  public static Socket send(String method, String path, String type, String body)
      throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nPrefer: wait=60\r\n"
            + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n";
    String call = head.formatted(method, path, TestEnvironment.DAVE, type, body.length()) + body;
    Socket socket = new Socket("localhost", RestAssured.port);
    socket.getOutputStream().write(call.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
