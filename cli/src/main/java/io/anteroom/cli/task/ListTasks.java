package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.TaskFilterOptions;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tasks. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Tasks, newest first: your own, or with an operator's key those of all clients.")
public final class ListTasks implements Callable<Integer> {

  private final Session session;

  @Mixin final TaskFilterOptions filter = new TaskFilterOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many; 0 for all. Default: 20.")
  int limit = 20;

  /** For a run. */
  public ListTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    TaskPages pages =
        new TaskPages(
            session.service(KeyKind.EITHER), filter.parameters(session.console().clock()));
    session.output().list(TaskColumns.LIST, pages.stream(limit), "tasks");
    return ExitCode.DONE;
  }
}
