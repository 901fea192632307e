package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.EndTimeout;
import io.anteroom.cli.output.Interruption;
import io.anteroom.cli.output.Output;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.TaskEvent;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the changes of tasks. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Print each change of some tasks until they end, or of all tasks until you stop it.",
      "Exit code 0: they are DONE. 1: one ended otherwise. 3: one has not ended in time."
    })
public final class WatchTasks implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "0..*", paramLabel = "ID", description = "The tasks. Without one: all.")
  List<UUID> ids = List.of();

  @Mixin final EndTimeout timeout = new EndTimeout();

  @Option(
      names = "--after",
      paramLabel = "EVENT",
      description = "Of all tasks: begin after this event, and not now.")
  String after;

  /** For a run. */
  public WatchTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.EITHER);
    if (ids.isEmpty()) {
      return all(service);
    }
    int code = ExitCode.DONE;
    for (UUID id : ids) {
      code = ExitCode.worst(code, watch(service, id));
    }
    return code;
  }

  private int watch(Service service, UUID id) {
    Output output = session.output();
    WaitOptions options =
        WaitOptions.usual()
            .timeout(timeout.orHour())
            .onEvent(event -> output.event(EventWords.of(event), event.json()));
    try {
      Interruption.during(
          session.console(),
          () -> "The task goes on. To watch it again: anteroom tasks watch " + id,
          () -> AnteroomClient.await(service.client().awaitEnd(id, options)));
      return ExitCode.DONE;
    } catch (TaskFailedException e) {
      session.console().say(e.getMessage());
      return ExitCode.FAILED;
    } catch (TaskTimeoutException | NoResponseException e) {
      service.get("/tasks/" + id); // fails if nobody is there
      session.console().say("Task " + id + " has not ended yet.");
      return ExitCode.STILL_RUNNING;
    }
  }

  private int all(Service service) {
    EventPrinter printer = new EventPrinter(session.output());
    Flow.Publisher<TaskEvent> events =
        after == null ? service.client().events() : service.client().eventsAfter(after);
    events.subscribe(printer);
    return Interruption.during(
        session.console(),
        () -> howToGoOn(printer.last()),
        () -> {
          AnteroomClient.await(printer.end());
          return ExitCode.DONE;
        });
  }

  private static String howToGoOn(String last) {
    return last == null
        ? "No event came."
        : "To go on without a gap: anteroom tasks watch --after " + last;
  }
}
