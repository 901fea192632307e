package io.anteroom.cli.callback;

import io.anteroom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What is done with callbacks. */
@Command(
    name = "callbacks",
    mixinStandardHelpOptions = true,
    description = "See how callbacks were delivered, deliver them again, or receive them.")
public final class CallbacksCommand extends CommandGroup {

  /** Has no options of its own. */
  public CallbacksCommand() {}
}
