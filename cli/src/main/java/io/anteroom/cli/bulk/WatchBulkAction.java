package io.anteroom.cli.bulk;

import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a bulk action. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Follow a bulk action to its end.",
      "Exit code 0: finished. 1: stopped, or some tasks failed. 3: it has not ended in time."
    })
public final class WatchBulkAction implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The bulk action.")
  UUID id;

  @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait. Default: 1h.")
  Duration timeout = Duration.ofHours(1);

  /** For a run. */
  public WatchBulkAction(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.OPERATOR);
    return new BulkProgress(session, service, timeout).follow(service.get("/bulk-actions/" + id));
  }
}
