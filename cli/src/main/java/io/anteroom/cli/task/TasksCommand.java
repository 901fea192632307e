package io.anteroom.cli.task;

import io.anteroom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What is done with tasks. */
@Command(
    name = "tasks",
    mixinStandardHelpOptions = true,
    description = "List, read, watch, retry and cancel tasks.")
public final class TasksCommand extends CommandGroup {

  /** Has no options of its own. */
  public TasksCommand() {}
}
