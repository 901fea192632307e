package io.anteroom.cli.account;

import io.anteroom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What operators do with accounts. */
@Command(
    name = "accounts",
    mixinStandardHelpOptions = true,
    description = "List, pause and resume accounts. Needs an operator's key.")
public final class AccountsCommand extends CommandGroup {

  /** Has no options of its own. */
  public AccountsCommand() {}
}
