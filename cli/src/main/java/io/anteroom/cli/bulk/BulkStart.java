package io.anteroom.cli.bulk;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.TaskFilterOptions;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a bulk action, and shows how it goes on. */
abstract class BulkStart implements Callable<Integer> {

  private final Session session;
  private final String action;

  @Mixin final TaskFilterOptions filter = new TaskFilterOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the audit log. Needed, but for --dry-run.")
  String reason;

  @Option(names = "--dry-run", description = "Only count the tasks.")
  boolean dryRun;

  @Option(names = "--detach", description = "Start it, and do not wait for its end.")
  boolean detach;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait for its end. Default: 1h.")
  Duration timeout = Duration.ofHours(1);

  BulkStart(Session session, String action) {
    this.session = session;
    this.action = action;
  }

  @Override
  public Integer call() {
    JsonObject request = request();
    Service service = session.service(KeyKind.OPERATOR);
    JsonObject response = service.post("/bulk-actions", request).json();
    if (dryRun) {
      session.output().object(BulkColumns.COUNT, response);
      return ExitCode.DONE;
    }
    BulkProgress progress = new BulkProgress(session, service, timeout);
    return detach ? progress.print(response) : progress.follow(response);
  }

  private JsonObject request() {
    JsonObject fields = filter.fields(session.console().clock());
    if (fields.fields().isEmpty()) {
      throw new UsageException(
          "Which tasks? Without a filter it would be every task of everybody. See --help.");
    }
    if (reason == null && !dryRun) {
      throw new UsageException("Why? Give a --reason for the audit log, or --dry-run to count.");
    }
    JsonObject request = JsonObject.empty().with("action", action).with("filter", fields);
    return dryRun ? request.with("dry_run", true) : request.with("reason", reason);
  }
}
