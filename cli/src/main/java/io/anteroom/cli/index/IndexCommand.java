package io.anteroom.cli.index;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.EndTimeout;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.output.Interruption;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.cli.task.EndOfTasks;
import io.anteroom.cli.task.TaskColumns;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.request.IndexRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has something indexed. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = {
      "Index files, URLs, or a text from standard input.",
      "With --wait or --features, exit code 0: all are DONE. 1: one ended otherwise. 3: one has not ended in"
          + " time."
    })
public final class IndexCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "1..*",
      paramLabel = "WHAT",
      description = "A file, a URL, or - for a text from standard input.")
  List<String> sources = List.of();

  @Mixin final IndexOptions options = new IndexOptions();

  @Option(names = "--wait", description = "Wait for the end.")
  boolean wait;

  @Option(
      names = "--features",
      description = "Wait for the end, and add what was extracted: one more call upstream each.")
  boolean features;

  @Mixin final EndTimeout timeout = new EndTimeout();

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Your name for this request: for 24 hours the same key is the same task.")
  String key;

  /** For a run. */
  public IndexCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (key != null && sources.size() > 1) {
      throw new UsageException("--idempotency-key is for one thing to index.");
    }
    Service service = session.service(KeyKind.CLIENT);
    List<IndexRequest> requests =
        sources.stream()
            .map(source -> options.apply(Source.of(source, session.console(), options.name())))
            .toList();
    requests.forEach(this::checkKey);
    Accepted accepted = new Accepted(session, service);
    accepted.take(requests, key);
    int code = print(service, accepted.tasks());
    accepted.throwFailure();
    return code;
  }

  private void checkKey(IndexRequest request) {
    try {
      if (key != null) {
        request.idempotencyKey(key);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--idempotency-key: " + e.getMessage());
    }
  }

  private int print(Service service, List<JsonObject> tasks) {
    if (tasks.isEmpty()) {
      return ExitCode.FAILED;
    }
    if (wait || features) {
      return new EndOfTasks(session, service, timeout.orHour(), features).await(tasks);
    }
    if (sources.size() == 1) {
      session.output().object(TaskColumns.ALL, tasks.get(0));
    } else {
      session.output().list(TaskColumns.LIST, tasks.stream());
    }
    return ExitCode.DONE;
  }

  /** Tasks as they were accepted, up to the first that was not. */
  private static final class Accepted {

    private final Session session;
    private final Service service;
    private final List<JsonObject> tasks = new ArrayList<>();
    private RuntimeException failure;

    Accepted(Session session, Service service) {
      this.session = session;
      this.service = service;
    }

    void take(List<IndexRequest> requests, String givenKey) {
      for (IndexRequest request : requests) {
        String key = givenKey == null ? UUID.randomUUID().toString() : givenKey;
        try {
          tasks.add(
              Interruption.during(
                  session.console(), () -> howToRepeat(key), () -> submit(request, key)));
        } catch (RuntimeException e) {
          failure = e;
          return;
        }
      }
    }

    private JsonObject submit(IndexRequest request, String key) {
      return AnteroomClient.await(service.client().submit(request.idempotencyKey(key))).json();
    }

    private static String howToRepeat(String key) {
      return "Whether it was accepted is not known. The same command with --idempotency-key "
          + key
          + " finds it, or accepts it, once.";
    }

    List<JsonObject> tasks() {
      return tasks;
    }

    void throwFailure() {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
