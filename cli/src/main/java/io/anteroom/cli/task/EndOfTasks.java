package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.output.Interruption;
import io.anteroom.cli.output.Progress;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Waits for tasks one after the other, and prints each when its turn has come. That takes no longer
 * than to wait for all at once, since all of them go on meanwhile. Used once.
 */
public final class EndOfTasks {

  private final Session session;
  private final Service service;
  private final Duration timeout;
  private final boolean features;
  private final long start = System.nanoTime();
  private final Progress progress;
  private volatile int ended;
  private int failed;
  private int code = ExitCode.DONE;

  /**
   * With a time for all of them together.
   *
   * @param features whether each task comes with what was extracted from it
   */
  public EndOfTasks(Session session, Service service, Duration timeout, boolean features) {
    this.session = session;
    this.service = service;
    this.timeout = timeout;
    this.features = features;
    this.progress = new Progress(session.console());
  }

  /**
   * Waits.
   *
   * @param accepted the tasks as they were accepted
   * @return the exit code: failed if one of them failed, else still running if one has not ended
   */
  public int await(List<JsonObject> accepted) {
    List<UUID> ids = accepted.stream().map(task -> new Task(task).id()).toList();
    return Interruption.during(session.console(), () -> howToGoOn(ids, ended), () -> awaitAll(ids));
  }

  private int awaitAll(List<UUID> ids) {
    if (ids.size() == 1) {
      session.output().object(TaskColumns.ALL, end(ids.get(0), 1));
    } else {
      session.output().list(TaskColumns.LIST, ids.stream().map(id -> end(id, ids.size())));
    }
    return code;
  }

  private static String howToGoOn(List<UUID> ids, int from) {
    String rest =
        ids.subList(Math.min(from, ids.size() - 1), ids.size()).stream()
            .map(UUID::toString)
            .collect(Collectors.joining(" "));
    return "It goes on in Anteroom. To wait again: anteroom tasks watch " + rest;
  }

  private JsonObject end(UUID id, int total) {
    show(total);
    JsonObject task = end(id, options(total));
    ended++;
    show(total);
    progress.clear();
    return task;
  }

  private void show(int total) {
    if (total > 1) {
      String failures = failed == 0 ? "" : ", " + failed + " without success";
      progress.at(ended, total, ended + " of " + total + " ended" + failures);
    }
  }

  private WaitOptions options(int total) {
    WaitOptions usual = features ? WaitOptions.usual().withFeatures() : WaitOptions.usual();
    WaitOptions options = usual.timeout(left());
    return total > 1
        ? options
        : options.onEvent(
            event -> progress.at(Math.min(event.status().ordinal(), 4), 4, event.status().name()));
  }

  private Duration left() {
    Duration left = timeout.minusNanos(System.nanoTime() - start);
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  private JsonObject end(UUID id, WaitOptions options) {
    try {
      return AnteroomClient.await(service.client().awaitEnd(id, options)).json();
    } catch (TaskFailedException e) {
      failed++;
      code = ExitCode.worst(code, ExitCode.FAILED);
      progress.clear();
      session.console().say(e.getMessage());
      return e.task().json();
    } catch (TaskTimeoutException | NoResponseException e) {
      JsonObject task = service.get("/tasks/" + id); // fails if nobody is there
      code = ExitCode.worst(code, ExitCode.STILL_RUNNING);
      progress.clear();
      session
          .console()
          .say("Task " + id + " has not ended yet. To wait again: anteroom tasks watch " + id);
      return task;
    }
  }
}
