package io.anteroom.client.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.client.AnteroomClient;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.request.FileSource;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.TaskFilter;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskEvent;
import io.anteroom.client.response.TaskStatus;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The replica that holds a request ends, and the call returns all the same. */
class ReplicaFailureIT {

  private static final WaitOptions PATIENT = WaitOptions.usual().timeout(Duration.ofMinutes(3));

  private static Servers servers;

  @BeforeAll
  static void start() {
    servers = Servers.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void anotherReplicaTakesOverAfterAKill() throws Exception {
    int before = servers.upstreamTasks();
    try (Replica first = Replica.start(servers.environment());
        Replica second = Replica.start(servers.environment());
        Balancer balancer = new Balancer(first, second)) {
      AnteroomClient client = client(balancer);
      CompletableFuture<Task> call = client.indexAndWait(text("after-kill"), PATIENT);
      Replica.until(() -> first.waiting() == 1);
      first.kill();
      assertFalse(call.isDone(), "the kill came before the end");
      assertDoneOnce(client, call, "after-kill");
      assertEquals(before + 1, servers.upstreamTasks());
    }
  }

  @Test
  void aRestartTakesOverAfterAKill() throws Exception {
    int before = servers.upstreamTasks();
    List<TaskEvent> told = new CopyOnWriteArrayList<>();
    try (Replica first = Replica.start(servers.environment());
        Balancer balancer = new Balancer(first)) {
      AnteroomClient client = client(balancer);
      CompletableFuture<Task> call =
          client.indexAndWait(file("after-restart"), PATIENT.onEvent(told::add));
      Replica.until(() -> told.stream().anyMatch(ReplicaFailureIT::isRunning));
      first.kill();
      assertFalse(call.isDone(), "the kill came before the end");
      try (Replica again = Replica.start(servers.environment())) {
        balancer.add(again);
        assertDoneOnce(client, call, "after-restart");
      }
      assertEquals(
          IntStream.rangeClosed(1, told.size()).boxed().toList(),
          told.stream().map(TaskEvent::number).toList());
      assertEquals(before + 1, servers.upstreamTasks());
    }
  }

  private static boolean isRunning(TaskEvent event) {
    return event.phase().equals(Optional.of("running"));
  }

  @Test
  void anotherReplicaTakesOverAfterAStop() throws Exception {
    try (Replica first = Replica.start(servers.environment());
        Replica second = Replica.start(servers.environment());
        Balancer balancer = new Balancer(first, second)) {
      AnteroomClient client = client(balancer);
      CompletableFuture<Task> call = client.indexAndWait(text("after-stop"), PATIENT);
      Replica.until(() -> first.waiting() == 1);
      first.stop();
      assertDoneOnce(client, call, "after-stop");
    }
  }

  private static void assertDoneOnce(
      AnteroomClient client, CompletableFuture<Task> call, String reference) {
    Task task = ended(client, call);
    assertEquals(TaskStatus.DONE, task.status());
    List<Task> all = client.tasks().stream(TaskFilter.all().reference(reference)).toList();
    assertEquals(List.of(task.id()), all.stream().map(Task::id).toList());
  }

  private static Task ended(AnteroomClient client, CompletableFuture<Task> call) {
    try {
      return AnteroomClient.await(call);
    } catch (TaskTimeoutException e) {
      Task task = AnteroomClient.await(client.tasks().get(e.taskId().orElseThrow()));
      throw new AssertionError("how it stands after the timeout: " + task, e);
    }
  }

  private static AnteroomClient client(Balancer balancer) {
    return AnteroomClient.builder(balancer.uri(), Servers.KEY).build();
  }

  private static IndexRequest text(String reference) {
    return IndexRequest.text("a text that takes three seconds", "rivers").reference(reference);
  }

  private static IndexRequest file(String reference) {
    byte[] bytes = "a text in a file".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    FileSource file = FileSource.of("a.txt", () -> new ByteArrayInputStream(bytes));
    return IndexRequest.file(file.type("text/plain"), "rivers").reference(reference);
  }
}
