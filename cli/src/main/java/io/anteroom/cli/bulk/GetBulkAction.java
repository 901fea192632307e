package io.anteroom.cli.bulk;

import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Reads a bulk action. */
@Command(name = "get", mixinStandardHelpOptions = true, description = "How a bulk action stands.")
public final class GetBulkAction implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The bulk action.")
  UUID id;

  /** For a run. */
  public GetBulkAction(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.OPERATOR);
    return new BulkProgress(session, service, Duration.ZERO)
        .print(service.get("/bulk-actions/" + id));
  }
}
