package io.anteroom.cli.bulk;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops a bulk action. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = {
      "Stop a bulk action. What was done stays done.",
      "Exit code 3: the tasks in hand are still to be settled. Then it ends."
    })
public final class StopBulkAction implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The bulk action.")
  UUID id;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log.")
  String reason;

  /** For a run. */
  public StopBulkAction(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonObject bulk =
        session.service(KeyKind.OPERATOR).delete("/bulk-actions/" + id, reason, Duration.ZERO);
    session.output().object(BulkColumns.ALL, bulk, BulkColumns.REASONS, "reasons");
    boolean stopping = bulk.string("state").orElse("").equals("stopping");
    return stopping ? ExitCode.STILL_RUNNING : ExitCode.DONE;
  }
}
