package io.anteroom.api.operator;

import io.anteroom.accept.queue.QueueLimit;
import io.anteroom.account.Clients;
import io.anteroom.api.filter.Caller;
import io.anteroom.async.CallerContext;
import io.anteroom.callback.outbox.CallbackBacklog;
import io.anteroom.cluster.report.ReplicaReports;
import io.anteroom.cluster.report.ReportedReplica;
import io.anteroom.task.ClientBacklog;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What there is of each client. */
@Path("/clients")
@Produces(MediaType.APPLICATION_JSON)
public class ClientsResource {

  private final Caller caller;
  private final Clients clients;
  private final QueueLimit limit;
  private final ClientBacklog tasks;
  private final CallbackBacklog callbacks;
  private final ReplicaReports replicas;

  ClientsResource(
      Caller caller,
      Clients clients,
      QueueLimit limit,
      ClientBacklog tasks,
      CallbackBacklog callbacks,
      ReplicaReports replicas) {
    this.caller = caller;
    this.clients = clients;
    this.limit = limit;
    this.tasks = tasks;
    this.callbacks = callbacks;
    this.replicas = replicas;
  }

  /**
   * Every client that is configured, or has something left; seconds old at the most, but for long
   * queues.
   */
  @GET
  public Uni<ClientsView> list() {
    caller.operator();
    return Uni.combine()
        .all()
        .unis(tasks.all(), callbacks.all(), replicas.all())
        .asTuple()
        .emitOn(CallerContext.executor())
        .map(read -> view(read.getItem1(), read.getItem2(), read.getItem3()));
  }

  private ClientsView view(
      List<ClientBacklog.Part> tasksOfAll,
      List<CallbackBacklog.Part> callbacksOfAll,
      List<ReportedReplica> allReplicas) {
    Map<String, ClientLoad> loads = new TreeMap<>();
    clients.all().forEach(client -> load(loads, client.name()));
    tasksOfAll.forEach(part -> load(loads, part.client()).add(part));
    callbacksOfAll.forEach(part -> load(loads, part.client()).add(part));
    allReplicas.stream()
        .filter(replica -> replica.alive() && replica.report() != null)
        .flatMap(replica -> replica.report().waiting().stream())
        .forEach(waiting -> load(loads, waiting.client()).add(waiting));
    return new ClientsView(
        loads.entrySet().stream().map(load -> view(load.getKey(), load.getValue())).toList());
  }

  private ClientView view(String name, ClientLoad load) {
    return load.view(name, clients.named(name).orElse(null), limit.of(name));
  }

  private static ClientLoad load(Map<String, ClientLoad> loads, String client) {
    return loads.computeIfAbsent(client, name -> new ClientLoad());
  }
}
