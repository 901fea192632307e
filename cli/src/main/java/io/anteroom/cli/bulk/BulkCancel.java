package io.anteroom.cli.bulk;

import io.anteroom.cli.service.Session;
import picocli.CommandLine.Command;

/** Cancels many tasks. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Cancel the tasks that a filter finds and that have not ended.")
public final class BulkCancel extends BulkStart {

  /** For a run. */
  public BulkCancel(Session session) {
    super(session, "cancel");
  }
}
