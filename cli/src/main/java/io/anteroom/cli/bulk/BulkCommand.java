package io.anteroom.cli.bulk;

import io.anteroom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What is done with many tasks at once. */
@Command(
    name = "bulk",
    mixinStandardHelpOptions = true,
    description =
        "Retry, cancel or redeliver many tasks. Needs an operator's key with the role admin.")
public final class BulkCommand extends CommandGroup {

  /** Has no options of its own. */
  public BulkCommand() {}
}
