package io.anteroom.cli.callback;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Delivers callbacks again. */
@Command(
    name = "redeliver",
    mixinStandardHelpOptions = true,
    description =
        "Deliver the callback of a task or a batch once more, now and by the whole schedule.")
public final class RedeliverCallbacks implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "Tasks, or with --batch batches.")
  List<UUID> ids = List.of();

  @Option(names = "--batch", description = "The ids are those of batches.")
  boolean batch;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only of operators: why, for the audit log.")
  String reason;

  /** For a run. */
  public RedeliverCallbacks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.EITHER);
    session
        .output()
        .list(
            DeliveryColumns.CALLBACK,
            ids.stream()
                .map(id -> (batch ? "/batches/" : "/tasks/") + id + "/redeliver")
                .map(path -> service.post(path, reason)));
    return ExitCode.DONE;
  }
}
