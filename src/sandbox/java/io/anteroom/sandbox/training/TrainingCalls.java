package io.anteroom.sandbox.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The calls of the training: every kind of call of a client, many times, and those of an operator.
 */
final class TrainingCalls {

  /** The file that the stand-in upstream serves. */
  static final String SAMPLE = "sample.txt";

  private static final int CLIENTS = 8;
  private static final int ROUNDS = 25;

  private final TrainingClient client;
  private final TrainingClient operator;
  private final String sampleUrl;

  TrainingCalls(String service, String upstream, String clientKey, String operatorKey) {
    this.client = new TrainingClient(service, clientKey);
    this.operator = new TrainingClient(service, operatorKey);
    this.sampleUrl = upstream + "/_sandbox/files/" + SAMPLE;
  }

  /**
   * Makes all calls.
   *
   * @throws IllegalStateException where one was answered with another status than it should be
   */
  void run() throws IOException, InterruptedException {
    AtomicInteger callbacks = new AtomicInteger();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
          callbacks.incrementAndGet();
        });
    receiver.start();
    try {
      String callbackUrl = "http://127.0.0.1:%d/".formatted(receiver.getAddress().getPort());
      client.post("/callback-secret", "{}", 201);
      clientsAtOnce(callbackUrl);
      mistakes();
      pauseAndResume();
    } finally {
      receiver.stop(0);
    }
    System.out.printf(
        "training: %d calls, %d callbacks%n", client.calls() + operator.calls(), callbacks.get());
    if (callbacks.get() == 0) {
      throw new IllegalStateException("no callback arrived");
    }
  }

  private void clientsAtOnce(String callbackUrl) throws IOException, InterruptedException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(
            clients.submit(
                () -> {
                  for (int round = 0; round < ROUNDS; round++) {
                    round(number + "-" + round, callbackUrl);
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed", e.getCause());
    } finally {
      clients.shutdownNow();
    }
  }

  /** What a client does, once. */
  private void round(String name, String callbackUrl) throws IOException, InterruptedException {
    String text = json("text", "a text about " + name);
    JsonNode done = client.post("/index-and-wait", text, 200);
    expect("DONE", done.path("status").asText());
    String task = done.path("task_id").asText();
    String asset = done.path("asset_id").asText();

    client.post("/index-and-wait", json("url", sampleUrl), 200);
    client.upload("/index-and-wait", "a file of " + name + "\n", 200);
    client.post(
        "/index/text",
        "{\"collection_id\": \"training\", \"text\": \"%s\", \"callback_url\": \"%s\"}"
            .formatted(name, callbackUrl),
        200);
    JsonNode batch = client.post("/index/batch", batch(name), 200, 202);
    client.get("/batches/" + batch.path("batch_id").asText(), 200);

    client.get("/tasks/" + task, 200);
    client.get("/tasks/" + task + "?include=features", 200);
    client.get("/tasks/" + task + "/events", 200);
    client.get("/tasks/" + task + "/deliveries", 200);
    client.get("/tasks?page_size=5&status=DONE", 200);
    client.delete("/tasks/" + task, 200);
    client.get("/quota", 200);

    client.post("/search/text", "{\"query\": \"text\"}", 200);
    client.post("/assets?page=1&page_size=5", "{\"collections\": [\"training\"]}", 200);
    client.get("/assets/" + asset, 200);
    client.get("/assets/" + asset + "/features", 200);
  }

  private void mistakes() throws IOException, InterruptedException {
    client.post("/index/text", "{\"collection_id\": 1}", 400);
    client.post("/index/text", "{", 400);
    client.get("/tasks/not-an-id", 400, 404);
    client.get("/nowhere", 404);
    client.withKey("wrong").get("/quota", 401);
    client.get("/openapi", 200);
  }

  private void pauseAndResume() throws IOException, InterruptedException {
    operator.get("/accounts/default", 200);
    operator.post("/accounts/default/pause", "", 200);
    operator.post("/accounts/default/resume", "", 200);
  }

  private static String json(String field, String value) {
    return "{\"collection_id\": \"training\", \"%s\": \"%s\", \"metadata\": {\"a\": [1, 2.5]}}"
        .formatted(field, value);
  }

  private static String batch(String name) {
    return "{\"items\": [%s, %s]}".formatted(json("text", "one " + name), json("text", "two"));
  }

  private static void expect(String expected, String found) {
    if (!expected.equals(found)) {
      throw new IllegalStateException("expected " + expected + ", found " + found);
    }
  }
}
