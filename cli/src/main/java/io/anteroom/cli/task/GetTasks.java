package io.anteroom.cli.task;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.service.KeyKind;
import io.anteroom.cli.service.Service;
import io.anteroom.cli.service.Session;
import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads tasks. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "One task with all that is known of it, or some tasks as a list.")
public final class GetTasks implements Callable<Integer> {

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The tasks.")
  List<UUID> ids = List.of();

  @Option(names = "--request", description = "Add what the client sent, in JSON.")
  boolean request;

  /** For a run. */
  public GetTasks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Service service = session.service(KeyKind.EITHER);
    if (ids.size() == 1) {
      session.output().object(TaskColumns.ALL, get(service, ids.get(0)));
    } else {
      session.output().list(TaskColumns.LIST, ids.stream().map(id -> get(service, id)));
    }
    return ExitCode.DONE;
  }

  private JsonObject get(Service service, UUID id) {
    return service.get("/tasks/" + id, request ? Map.of("include", "request") : Map.of());
  }
}
