package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.ended;
import static io.anteroom.scenario.ContractTasks.failed;
import static io.anteroom.scenario.ContractTasks.get;
import static io.anteroom.scenario.ContractTasks.id;
import static io.anteroom.scenario.ContractTasks.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.contract.ContractExchange;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;

/** Provokes the codes of calls about tasks: lists, states, cancels, events and deliveries. */
final class ContractOfTasks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractOfTasks() {}

  static void lists(DocumentedCodes calls) {
    calls.provokeByParameters("GET /tasks");
    calls.provoke("GET /tasks", 200, calls.ready(ContractRequest.of("GET", "/tasks/?page_size=1")));
    ContractRequest none = calls.ready(ContractRequest.of("GET", "/tasks?reference=nobody"));
    ContractResponse empty = calls.provoke("GET /tasks", 200, none);
    calls.provoke(
        "GET /tasks", 304, none.with("If-None-Match", empty.header("ETag").orElseThrow()));
    calls.provoke("GET /tasks", 200, calls.example("GET /tasks"));
    calls.provoke(
        "GET /tasks", 400, calls.ready(ContractRequest.of("GET", "/tasks?page_size=101")));
    calls.provoke("GET /quota", 200, calls.example("GET /quota"));
  }

  static void tasks(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke("GET /tasks/{id}", 200, get(calls, done, ""));
    ContractRequest changed = get(calls, done, "").with("If-None-Match", "*");
    calls.provoke("GET /tasks/{id}", 304, changed);
    calls.provoke(
        "DELETE /tasks/{id}", 200, calls.ready(ContractRequest.of("DELETE", "/tasks/" + done)));
    calls.provoke("POST /tasks/{id}/retry", 409, post(calls, done, "/retry"));
    servers.control().processTextsIn(60_000);
    servers.control().answer("tasks.delete", 500);
    String running =
        id(calls.provoke("POST /index-and-wait", 202, calls.example("POST /index-and-wait")));
    Awaitility.await()
        .until(() -> servers.number("select count(*) from task where phase = 'running'") > 0);
    calls.provoke("GET /tasks/{id}", 200, get(calls, running, ""));
    calls.provoke(
        "DELETE /tasks/{id}", 202, calls.ready(ContractRequest.of("DELETE", "/tasks/" + running)));
    servers.control().heal("tasks.delete");
    servers.control().processTextsIn(0);
    ContractRequest waits =
        calls.ready(ContractRequest.of("GET", "/tasks/" + running)).with("Prefer", "wait=20");
    calls.provoke("GET /tasks/{id}", 200, waits);
    ContractRequest retry = post(calls, running, "/retry").with("Idempotency-Key", "once");
    calls.provoke("POST /tasks/{id}/retry", 202, retry);
    calls.provoke("POST /tasks/{id}/retry", 200, retry.with("Prefer", "wait=20"));
    String other = failed(calls, TestEnvironment.ALICE);
    calls.provoke(
        "POST /tasks/{id}/retry",
        422,
        post(calls, other, "/retry").with("Idempotency-Key", "once"));
  }

  static void events(DocumentedCodes calls) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    ContractResponse stream =
        calls.provoke("GET /tasks/{id}/events", 200, get(calls, done, "/events"));
    List<String> data =
        stream
            .text()
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(l -> l.substring(6))
            .toList();
    for (String line : data) {
      calls.check("event", calls.contract().violations("TaskEvent", JSON.readTree(line)));
    }
    ContractRequest last =
        get(calls, done, "/events").with("Last-Event-ID", Integer.toString(data.size()));
    calls.provoke("GET /tasks/{id}/events", 204, last);
    ContractRequest all = calls.example("GET /events");
    calls.provoke("GET /events", 400, all.with("Last-Event-ID", "none"));
    try (ContractExchange one = calls.open("GET /events", 200, all);
        ContractExchange two = calls.open("GET /events", 200, all);
        ContractExchange three = calls.open("GET /events", 200, all)) {
      calls.provoke("GET /events", 429, all);
      calls.provoke("GET /tasks/{id}/events", 429, get(calls, done, "/events"));
    }
  }

  static void callbacks(DocumentedCodes calls, CallbackReceiver callbackReceiver)
      throws IOException {
    String body =
        "{\"text\": \"x\", \"collection_id\": \"c\", \"callback_url\": \"%s\"}"
            .formatted(callbackReceiver.url("/in"));
    String told = ended(calls, calls.example("POST /index-and-wait").json(body));
    Awaitility.await().until(() -> callbackReceiver.count() > 0);
    JsonNode sent = JSON.readTree(callbackReceiver.received().get(0).bytes());
    calls.check("callback", calls.contract().violations("TaskEndedCallback", sent));
    calls.provoke("GET /tasks/{id}/deliveries", 200, get(calls, told, "/deliveries"));
    calls.provoke("POST /tasks/{id}/redeliver", 202, post(calls, told, "/redeliver"));
    String untold = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke("POST /tasks/{id}/redeliver", 409, post(calls, untold, "/redeliver"));
    calls.provoke("GET /tasks/{id}/deliveries", 200, get(calls, untold, "/deliveries"));
  }
}
