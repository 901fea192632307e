package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.EndTimeout;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels tasks. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = {
      "Cancel tasks, here and upstream.",
      "Exit code 0: they are cancelled. 1: one had ended otherwise. 3: the upstream has not"
          + " confirmed one yet."
    })
public final class CancelTasks implements Callable<Integer> {

  private static final Duration USUAL = Duration.ofSeconds(10);

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The tasks.")
  List<UUID> ids = List.of();

  @Mixin final EndTimeout timeout = new EndTimeout();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only of operators: why, for the audit log.")
  String reason;

  /** For a run. */
  public CancelTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.EITHER);
    List<JsonObject> tasks = new ArrayList<>();
    int code = ExitCode.DONE;
    for (UUID id : ids) {
      JsonObject task = service.delete("/tasks/" + id, reason, timeout.or(USUAL));
      tasks.add(task);
      code = ExitCode.worst(code, code(new Task(task)));
    }
    session.output().list(TaskColumns.LIST, tasks.stream());
    return code;
  }

  private int code(Task task) {
    if (task.status() == TaskStatus.CANCELLED) {
      return ExitCode.DONE;
    }
    if (task.hasEnded()) {
      session.console().say("Task " + task.id() + " had ended before, and is not changed.");
      return ExitCode.FAILED;
    }
    session.console().say("Task " + task.id() + " is being cancelled upstream.");
    return ExitCode.STILL_RUNNING;
  }
}
