package io.anteroom.cli.callback;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.cli.task.TaskColumns;
import io.anteroom.cli.task.TaskPages;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how callbacks were delivered. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "The attempts to deliver one callback, or the tasks whose callback was given up.")
public final class ListCallbacks implements Callable<Integer> {

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "A task, or with --batch a batch. Without it: what was given up.")
  UUID id;

  @Option(names = "--batch", description = "The id is that of a batch.")
  boolean batch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of what was given up: at most so many tasks; 0 for all. Default: 20.")
  int limit = 20;

  /** For a run. */
  public ListCallbacks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (batch && id == null) {
      throw new UsageException("The id of the batch is missing.");
    }
    Service service = session.service(KeyKind.EITHER);
    if (id == null) {
      TaskPages given = new TaskPages(service, Map.of("undelivered", "true"));
      session.output().list(TaskColumns.LIST, given.stream(limit), "callbacks that were given up");
    } else {
      String path = (batch ? "/batches/" : "/tasks/") + id + "/deliveries";
      session
          .output()
          .object(
              DeliveryColumns.CALLBACK, service.get(path), DeliveryColumns.ATTEMPTS, "attempts");
    }
    return ExitCode.DONE;
  }
}
