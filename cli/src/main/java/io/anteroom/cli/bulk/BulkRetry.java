package io.anteroom.cli.bulk;

import io.anteroom.cli.service.Session;
import picocli.CommandLine.Command;

/** Retries many tasks. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Retry the FAILED and CANCELLED tasks that a filter finds.")
public final class BulkRetry extends BulkStart {

  /** For a run. */
  public BulkRetry(Session session) {
    super(session, "retry");
  }
}
