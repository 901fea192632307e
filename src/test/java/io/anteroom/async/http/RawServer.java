package io.anteroom.async.http;

import io.anteroom.LoopbackServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An HTTP/1.1 server that answers with whatever bytes it is told, valid or not. Connections stay
 * open. Each piece of an answer leaves by itself.
 */
public final class RawServer implements AutoCloseable {

  /** Answers a request on its connection. */
  public interface Responder {

    /**
     * @param request its head and its body
     */
    void answer(String request, OutputStream out) throws IOException;
  }

  private final Responder responder;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final LoopbackServer server;

  /**
   * @param answers from a request to the pieces of its answer
   */
  public RawServer(Function<String, List<String>> answers) {
    this(
        (request, out) -> {
          for (String piece : answers.apply(request)) {
            out.write(piece.getBytes(StandardCharsets.UTF_8));
            out.flush();
          }
        });
  }

  public RawServer(Responder responder) {
    this.responder = responder;
    server = new LoopbackServer("raw-server", this::serve);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The heads of the requests, in the order of arrival. */
  public List<String> heads() {
    return heads;
  }

  /** How many connections were opened. */
  public int connections() {
    return server.connections();
  }

  private void serve(Socket socket) throws IOException {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        heads.add(head);
        responder.answer(head + body(in, head), socket.getOutputStream());
      }
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

  private static String body(InputStream in, String head) throws IOException {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  @Override
  public void close() {
    server.close();
  }
}
