package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Repeats tasks that failed. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Tasks that FAILED or were CANCELLED, once more. Shows the new tasks.")
public final class RetryTasks implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The tasks.")
  List<UUID> ids = List.of();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only of operators: why, for the audit log.")
  String reason;

  @Option(names = "--wait", description = "Wait for the end of the new tasks.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "With --wait: how long. Default: 1h.")
  Duration timeout = Duration.ofHours(1);

  /** For a run. */
  public RetryTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.EITHER);
    List<JsonObject> accepted = new ArrayList<>();
    for (UUID id : ids) {
      accepted.add(service.postOnce("/tasks/" + id + "/retry", reason));
    }
    if (wait) {
      return new EndOfTasks(session, service, timeout, false).await(accepted);
    }
    session.output().list(TaskColumns.LIST, accepted.stream());
    return ExitCode.DONE;
  }
}
