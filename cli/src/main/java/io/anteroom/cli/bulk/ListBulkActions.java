package io.anteroom.cli.bulk;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists bulk actions. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Bulk actions, newest first.")
public final class ListBulkActions implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, up to 100. Default: 20.")
  int limit = 20;

  /** For a run. */
  public ListBulkActions(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session
        .output()
        .list(
            BulkColumns.LIST,
            session
                .service(KeyKind.OPERATOR)
                .page("/bulk-actions", Map.of("page_size", Integer.toString(limit)))
                .objects("results")
                .stream(),
            "bulk actions");
    return ExitCode.DONE;
  }
}
