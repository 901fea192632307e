package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.ended;
import static io.anteroom.scenario.ContractTasks.failed;
import static io.anteroom.scenario.ContractTasks.get;
import static io.anteroom.scenario.ContractTasks.post;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.anteroom.contract.ContractExchange;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;

/** Provokes the codes of calls that operators make, and of reads that they share with clients. */
final class ContractOfOperators {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractOfOperators() {}

  static void reads(DocumentedCodes calls) throws IOException {
    String task = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke("GET /tasks", 403, calls.ready(ContractRequest.of("GET", "/tasks?client=bob")));
    calls.provoke("GET /tasks", 200, by(calls.ready(ContractRequest.of("GET", "/tasks"))));
    calls.provoke("GET /tasks/{id}", 200, by(get(calls, task, "?include=request")));
    calls.provoke("GET /tasks/{id}", 403, by(get(calls, task, "?include=features")));
    calls.provoke("GET /tasks/{id}/events", 200, by(get(calls, task, "/events")));
    calls.provoke("GET /tasks/{id}/deliveries", 200, by(get(calls, task, "/deliveries")));
    String batch =
        JSON.readTree(
                calls.provoke("POST /index/batch", 202, calls.example("POST /index/batch")).body())
            .path("batch_id")
            .asText();
    for (String call : List.of("", "/deliveries")) {
      ContractRequest request = ContractRequest.of("GET", "/batches/" + batch + call);
      calls.provoke("GET /batches/{id}" + call, 200, by(calls.ready(request)));
    }
    ContractRequest batches = calls.ready(ContractRequest.of("GET", "/batches"));
    calls.provoke("GET /batches", 200, by(batches));
    calls.provoke("GET /batches", 403, batches.to("/batches?client=bob"));
    for (String call : List.of("GET /replicas", "GET /clients", "GET /accounts", "GET /history")) {
      calls.provoke(call, 200, calls.example(call));
    }
    String tried = "POST /accounts/{name}/breakers/try";
    calls.provoke(tried, 202, calls.example(tried).to("/accounts/default/breakers/try"));
    calls.provoke(tried, 400, calls.example(tried).to("/accounts/default/breakers/try?class=x"));
    calls.provoke(tried, 403, by(calls.example(tried)));
    calls.provoke(tried, 404, calls.example(tried).to("/accounts/nonsense/breakers/try"));
    String quota = "GET /accounts/{name}/quota";
    calls.provoke(quota, 200, calls.example(quota));
    calls.provoke(quota, 404, calls.example(quota).to("/accounts/nonsense/quota"));
    try (ContractExchange all = calls.open("GET /events", 200, by(calls.example("GET /events")))) {
      calls.provoke("GET /tasks", 200, by(calls.ready(ContractRequest.of("GET", "/tasks"))));
    }
  }

  /** What an operator does to one task or batch, and may not with the role read. */
  static void acts(DocumentedCodes calls) throws IOException {
    String failed = failed(calls, TestEnvironment.ALICE);
    ContractRequest retry = post(calls, failed, "/retry?reason=again");
    calls.provoke("POST /tasks/{id}/retry", 403, retry);
    calls.provoke("POST /tasks/{id}/retry", 403, by(retry));
    calls.provoke("POST /tasks/{id}/retry", 202, retry.by(TestEnvironment.OPERATOR));
    for (String call : List.of("DELETE /tasks/{id}", "POST /tasks/{id}/redeliver")) {
      calls.provoke(call, 403, by(calls.example(call)));
    }
    for (String call :
        List.of(
            "DELETE /batches/{id}", "POST /batches/{id}/retry", "POST /batches/{id}/redeliver")) {
      calls.provoke(call, 403, by(calls.example(call)));
    }
    ContractRequest cancel = calls.ready(ContractRequest.of("DELETE", "/tasks/" + failed));
    calls.provoke("DELETE /tasks/{id}", 200, cancel.by(TestEnvironment.OPERATOR));
  }

  /** One of them runs for seconds: it takes one task at a time. */
  static void bulks(DocumentedCodes calls) throws IOException {
    failed(calls, TestEnvironment.ALICE);
    failed(calls, TestEnvironment.ALICE);
    String start = "POST /bulk-actions";
    ContractRequest example = calls.example(start);
    calls.provoke(start, 400, example.json("{}"));
    calls.provoke(start, 409, example.json(bulk("\"reference\": \"nothing\"", "x")));
    String dry = "{\"action\": \"retry\", \"filter\": {\"kind\": [\"url\"]}, \"dry_run\": true}";
    calls.provoke(start, 200, example.json(dry));
    String body = bulk("\"kind\": [\"url\"]", "the address was wrong");
    ContractResponse started = calls.provoke(start, 202, example.json(body));
    calls.provoke(start, 409, example.json(body));
    String id = JSON.readTree(started.body()).path("bulk_action_id").asText();
    ContractRequest one = calls.example("GET /bulk-actions/{id}").to("/bulk-actions/" + id);
    calls.provoke("GET /bulk-actions/{id}", 200, one);
    calls.provoke("GET /bulk-actions/{id}", 400, one.to("/bulk-actions/17"));
    ContractRequest stop = calls.example("DELETE /bulk-actions/{id}").to("/bulk-actions/" + id);
    calls.provoke("DELETE /bulk-actions/{id}", 202, stop);
    Awaitility.await()
        .until(
            () ->
                JSON.readTree(calls.provoke("GET /bulk-actions/{id}", 200, one).body())
                    .has("ended_at"));
    calls.provoke("DELETE /bulk-actions/{id}", 200, stop);
    for (String list : List.of("GET /bulk-actions", "GET /audit")) {
      calls.provoke(list, 200, calls.example(list));
      calls.provokeByParameters(list);
    }
  }

  private static String bulk(String filter, String reason) {
    return "{\"action\": \"retry\", \"filter\": {%s}, \"reason\": \"%s\"}"
        .formatted(filter, reason);
  }

  private static ContractRequest by(ContractRequest request) {
    return request.by(TestEnvironment.READER);
  }
}
