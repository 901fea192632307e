package io.anteroom.cli.account;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists accounts. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "The accounts that are configured, and which of them are paused.")
public final class ListAccounts implements Callable<Integer> {

  private final Session session;

  /** For a run. */
  public ListAccounts(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session
        .output()
        .list(
            AccountColumns.LIST,
            session.service(KeyKind.OPERATOR).get("/accounts").objects("accounts").stream());
    return ExitCode.DONE;
  }
}
