package peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP face of the peers in Java: POST /index/text accepts, GET /tasks/{id} tells, and with
 * {@code Prefer: wait=N} waits.
 */
final class Face {

  /** Where tasks are kept. */
  interface Tasks {

    /** Returns when the task is stored. */
    void accept(String id, String json) throws Exception;

    /** The status of a task, or null. */
    String status(String id) throws Exception;
  }

  private static final int THREADS = 32;
  private static final Pattern WAIT = Pattern.compile("wait=(\\d+)");

  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1);
  private final Map<String, Queue<Waiter>> waiting = new ConcurrentHashMap<>();
  private final Tasks tasks;

  private Face(Tasks tasks) {
    this.tasks = tasks;
  }

  /** Listens. */
  static Face serve(int port, Tasks tasks) throws IOException {
    Face face = new Face(tasks);
    face.clock.setRemoveOnCancelPolicy(true);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/health", exchange -> answer(exchange, 200, "{}"));
    server.createContext("/index/text", exchange -> face.guarded(exchange, face::post));
    server.createContext("/tasks/", exchange -> face.guarded(exchange, face::get));
    server.start();
    return face;
  }

  /** Tells those who wait for the task. */
  void ended(String id, String status) {
    Queue<Waiter> waiters = waiting.remove(id);
    if (waiters != null) {
      waiters.forEach(waiter -> waiter.answer(status));
    }
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws Exception;
  }

  private void guarded(HttpExchange exchange, Handler handler) throws IOException {
    try {
      handler.handle(exchange);
    } catch (Exception e) {
      answer(exchange, 503, "{\"detail\": [{\"msg\": \"" + e.getClass().getSimpleName() + "\"}]}");
    }
  }

  private void post(HttpExchange exchange) throws Exception {
    String json = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    String id = key == null ? UUID.randomUUID().toString() : key;
    tasks.accept(id, json);
    answer(exchange, 200, "{\"message\": \"Accepted\", \"task_id\": \"" + id + "\"}");
  }

  private void get(HttpExchange exchange) throws Exception {
    String id = exchange.getRequestURI().getPath().substring("/tasks/".length());
    String prefer = exchange.getRequestHeaders().getFirst("Prefer");
    Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
    Waiter waiter = new Waiter(exchange, id);
    boolean waits = wait.find();
    if (waits) {
      waiting.computeIfAbsent(id, i -> new ConcurrentLinkedQueue<>()).add(waiter);
    }
    String status = tasks.status(id); // after the registration, so that no end is missed
    if (!waits || status == null || status.equals("DONE")) {
      waiting.computeIfPresent(
          id, (i, waiters) -> waiters.remove(waiter) && waiters.isEmpty() ? null : waiters);
      waiter.answer(status);
    } else {
      long seconds = Long.parseLong(wait.group(1));
      clock.schedule(() -> waiter.answer("PROCESSING"), seconds, TimeUnit.SECONDS);
    }
  }

  private record Waiter(HttpExchange exchange, String id, AtomicBoolean answered) {

    Waiter(HttpExchange exchange, String id) {
      this(exchange, id, new AtomicBoolean());
    }

    void answer(String status) {
      if (answered.compareAndSet(false, true)) {
        String json = "{\"task_id\": \"" + id + "\", \"status\": \"" + status + "\"}";
        try {
          Face.answer(exchange, status == null ? 404 : 200, json);
        } catch (IOException e) {
          exchange.close(); // the caller has left
        }
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().close();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
