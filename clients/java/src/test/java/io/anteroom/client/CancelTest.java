package io.anteroom.client;

import static io.anteroom.client.ScriptedServer.json;
import static io.anteroom.client.TaskJson.running;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.client.ScriptedServer.Responder;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelTest {

  private static final String ACCEPT = "POST /index-and-wait";
  private static final String TASK = "/tasks/" + TaskJson.ID;
  private static final IndexRequest TEXT = IndexRequest.text("a text", "rivers");

  private final ScriptedServer server = new ScriptedServer();
  private final AnteroomClient client = server.client().build();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCancelEndsTheRequestAndLeavesTheTaskAlone() throws Exception {
    AtomicBoolean hungUp = new AtomicBoolean();
    server.on(ACCEPT, json(202, running())).on("GET " + TASK, held(hungUp));
    CompletableFuture<Task> call = client.indexAndWait(TEXT);
    await(asked);
    call.cancel(true);
    assertThrows(CancellationException.class, call::join);
    goOn.countDown();
    await(cancelled);
    assertTrue(hungUp.get(), "the connection is closed");
    assertEquals(2, server.count());
  }

  @Test
  void aCancelEndsTheTaskTooIfItIsAskedTo() throws Exception {
    server
        .on(ACCEPT, json(202, running()))
        .on("GET " + TASK, held(new AtomicBoolean()))
        .on("DELETE " + TASK, cancel());
    CompletableFuture<Task> call = client.indexAndWait(TEXT, WaitOptions.usual().cancellingTask());
    await(asked);
    assertEquals("respond-async", server.received(ACCEPT).get(0).header("Prefer"));
    call.cancel(true);
    await(cancelled);
  }

  @Test
  void aCancelDuringTheAcceptEndsTheTaskOnceItIsKnown() throws Exception {
    server
        .on(
            ACCEPT,
            exchange -> {
              asked.countDown();
              goOn.await();
              json(202, running()).respond(exchange);
            })
        .on("DELETE " + TASK, cancel());
    CompletableFuture<Task> call = client.indexAndWait(TEXT, WaitOptions.usual().cancellingTask());
    await(asked);
    call.cancel(true);
    goOn.countDown();
    await(cancelled);
    assertEquals(1, server.received(ACCEPT).size());
  }

  @Test
  void anInterruptedThreadCancelsItsCall() throws Exception {
    server.on(ACCEPT, held(new AtomicBoolean()));
    CompletableFuture<Task> call = client.indexAndWait(TEXT);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                AnteroomClient.await(call);
              } catch (CancellationException e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    waiting.start();
    await(asked);
    waiting.interrupt();
    waiting.join();
    assertTrue(thrown.get() instanceof CancellationException);
    assertTrue(call.isCancelled());
  }

  private Responder cancel() {
    return exchange -> {
      cancelled.countDown();
      json(202, running()).respond(exchange);
    };
  }

  /** Holds a response back until it may go on, then finds out whether the caller hung up. */
  private Responder held(AtomicBoolean hungUp) {
    return exchange -> {
      asked.countDown();
      goOn.await();
      try {
        for (int i = 0; i < 100; i++) {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[100_000]);
          exchange.getResponseBody().flush();
        }
      } catch (java.io.IOException e) {
        hungUp.set(true);
      }
      cancelled.countDown();
    };
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(20, TimeUnit.SECONDS));
  }
}
