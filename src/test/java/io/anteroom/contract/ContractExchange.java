package io.anteroom.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

public final class ContractExchange implements AutoCloseable {

  private final Socket socket = new Socket();
  private final InputStream in;

  /**
   * Sends.
   *
   * @param max how long the answer may let wait for its next byte
   */
  public ContractExchange(URI server, ContractRequest request, Duration max) throws IOException {
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 10_000);
    socket.setSoTimeout((int) max.toMillis());
    try {
      socket.getOutputStream().write(request.bytes());
    } catch (SocketException e) {
      // refused before it was read: the answer is there all the same
    }
    in = socket.getInputStream();
  }

  /** Sends, and waits for the whole answer. */
  public static ContractResponse of(URI server, ContractRequest request, Duration max) {
    try (ContractExchange contractExchange = new ContractExchange(server, request, max)) {
      return contractExchange.answer();
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    }
  }

  /** The head of the final response, as soon as it is there. */
  public ContractResponse head() throws IOException {
    ContractResponse head = next();
    while (head.status() / 100 == 1) {
      head = next();
    }
    return head;
  }

  private ContractResponse next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        return new ContractResponse(0, List.of(), bytes.toByteArray());
      }
      bytes.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
    }
    List<String> lines =
        Arrays.asList(bytes.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n"));
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    return new ContractResponse(status, lines.subList(1, lines.size()), new byte[0]);
  }

  /** The whole response, by its Content-Length or else up to the end of the connection. */
  public ContractResponse answer() throws IOException {
    return withBody(head());
  }

  private ContractResponse withBody(ContractResponse head) throws IOException {
    Optional<Integer> length = head.header("Content-Length").map(Integer::valueOf);
    byte[] rest = length.isPresent() ? in.readNBytes(length.get()) : rest();
    boolean chunked = head.header("Transfer-Encoding").filter("chunked"::equals).isPresent();
    return new ContractResponse(head.status(), head.headers(), chunked ? unchunked(rest) : rest);
  }

  /** The whole response, or the head only of an event stream, which may not end. */
  public ContractResponse answerOrStream() throws IOException {
    ContractResponse head = head();
    return head.mediaType().equals("text/event-stream") ? head : withBody(head);
  }

  private byte[] rest() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      in.transferTo(bytes);
    } catch (SocketException e) {
      // it is refused and closed while we still send
    }
    return bytes.toByteArray();
  }

  private static byte[] unchunked(byte[] chunks) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(chunks);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      out.write(in.readNBytes(size));
      in.skipNBytes(2);
    }
    return out.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    StringBuilder hex = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      hex.append((char) c);
    }
    String digits = hex.toString().strip();
    return digits.isEmpty() ? 0 : Integer.parseInt(digits, 16);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
