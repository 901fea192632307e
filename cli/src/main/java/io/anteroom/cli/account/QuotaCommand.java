package io.anteroom.cli.account;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the quota of an account. */
@Command(
    name = "quota",
    mixinStandardHelpOptions = true,
    description = "How the quota of your account stands, or for operators that of any account.")
public final class QuotaCommand implements Callable<Integer> {

  private final Session session;

  @Option(names = "--account", paramLabel = "NAME", description = "For operators: of this account.")
  String account;

  /** For a run. */
  public QuotaCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    boolean onlyOperator =
        session.settings().clientKey().isEmpty() && session.settings().operatorKey().isPresent();
    if (account == null && onlyOperator) {
      throw new UsageException(
          "The client's key is missing: set ANTEROOM_KEY. With an operator's key name an account:"
              + " --account default.");
    }
    JsonObject quota =
        account == null
            ? session.service(KeyKind.CLIENT).get("/quota")
            : session
                .service(KeyKind.OPERATOR)
                .get("/accounts/" + Service.segment(account) + "/quota");
    session.output().object(AccountColumns.ALL, quota, AccountColumns.CLASSES, "classes");
    return ExitCode.DONE;
  }
}
