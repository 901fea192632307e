package io.anteroom.cli.bulk;

import io.anteroom.cli.service.Session;
import picocli.CommandLine.Command;

/** Delivers many callbacks again. */
@Command(
    name = "redeliver",
    mixinStandardHelpOptions = true,
    description = "Deliver the callbacks of the ended tasks that a filter finds once more.")
public final class BulkRedeliver extends BulkStart {

  /** For a run. */
  public BulkRedeliver(Session session) {
    super(session, "redeliver");
  }
}
