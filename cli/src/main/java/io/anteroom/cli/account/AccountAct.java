package io.anteroom.cli.account;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something to an account, and shows it then. */
abstract class AccountAct implements Callable<Integer> {

  private final Session session;
  private final String act;

  @Parameters(paramLabel = "NAME", description = "The account.")
  String account;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  String reason;

  AccountAct(Session session, String act) {
    this.session = session;
    this.act = act;
  }

  @Override
  public Integer call() {
    session
        .output()
        .object(
            AccountColumns.ALL,
            session
                .service(KeyKind.OPERATOR)
                .post("/accounts/" + Service.segment(account) + "/" + act, reason));
    return ExitCode.DONE;
  }
}
