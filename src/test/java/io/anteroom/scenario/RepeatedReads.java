package io.anteroom.scenario;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that read one task without a rest, some on one connection, some on a new one each time.
 * They count outcomes by whole responses, so that a response that is cut off is told from a refused
 * connection.
 */
final class RepeatedReads implements AutoCloseable {

  private static final String JSON = "{\"text\": \"here\", \"collection_id\": \"hammered\"}";

  private static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(2);

  private final int port;
  private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean over;

  RepeatedReads(int port, int callersOfEachKind) {
    this.port = port;
    for (int i = 0; i < callersOfEachKind; i++) {
      callers.add(new Thread(() -> ask("keep-alive")));
      callers.add(new Thread(() -> ask("close")));
    }
    callers.forEach(Thread::start);
  }

  Map<String, Integer> outcomes() {
    return new TreeMap<>(outcomes);
  }

  int count(String outcome) {
    return outcomes.getOrDefault(outcome, 0);
  }

  private void ask(String connection) {
    while (!over) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        socket.setSoTimeout(20_000);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        boolean kept = true;
        while (kept && !over) {
          kept = exchange(socket, in, connection);
        }
      } catch (ConnectException e) {
        add("refused");
        LockSupport.parkNanos(A_MOMENT); // or the process that is to start would get no time
      } catch (IOException e) {
        add("no connection: " + e.getMessage());
      }
    }
  }

  /** Returns whether the connection is kept. */
  private boolean exchange(Socket socket, InputStream in, String connection) {
    StringBuilder head = new StringBuilder();
    try {
      socket.getOutputStream().write(request(connection).getBytes(StandardCharsets.US_ASCII));
      readHead(in, head);
      int length = Integer.parseInt(header(head, "content-length"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      String status = head.substring(9, 12);
      boolean problem = body.contains("/problems/st") && header(head, "retry-after").equals("1");
      add(body.length() < length ? "cut" : problem ? status + " " + type(body) : status);
      return !header(head, "connection").equals("close") && connection.equals("keep-alive");
    } catch (IOException | NumberFormatException e) {
      add(head.isEmpty() ? unanswered(e, connection) : "cut: " + head);
      return false;
    }
  }

  /** A port that closes resets what the kernel has let in and nobody has accepted yet. */
  private static String unanswered(Exception e, String connection) {
    return e instanceof SocketException && connection.equals("close")
        ? "reset"
        : "unanswered on " + connection;
  }

  private static String request(String connection) {
    return SlowClient.head(
            "POST /index/text",
            "Idempotency-Key: hammer\r\nContent-Type: application/json\r\n",
            "Content-Length: " + JSON.length(),
            "\r\nConnection: " + connection + "\r\n\r\n")
        + JSON;
  }

  private static void readHead(InputStream in, StringBuilder head) throws IOException {
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the end");
      }
      head.append((char) next);
    }
  }

  private static String header(CharSequence head, String name) {
    return head.toString()
        .lines()
        .filter(line -> line.toLowerCase().startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String type(String body) {
    return body.contains("/problems/stopping") ? "stopping" : "starting";
  }

  private void add(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  @Override
  public void close() {
    over = true;
    for (Thread caller : callers) {
      try {
        caller.join(20_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
