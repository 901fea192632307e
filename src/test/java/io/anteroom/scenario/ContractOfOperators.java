package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.ended;
import static io.anteroom.scenario.ContractTasks.get;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.anteroom.contract.ContractExchange;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;
import java.util.List;

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
    for (String call : List.of("GET /replicas", "GET /clients", "GET /accounts")) {
      calls.provoke(call, 200, calls.example(call));
    }
    String quota = "GET /accounts/{name}/quota";
    calls.provoke(quota, 200, calls.example(quota));
    calls.provoke(quota, 404, calls.example(quota).to("/accounts/nonsense/quota"));
    try (ContractExchange all = calls.open("GET /events", 200, by(calls.example("GET /events")))) {
      calls.provoke("GET /tasks", 200, by(calls.ready(ContractRequest.of("GET", "/tasks"))));
    }
  }

  private static ContractRequest by(ContractRequest request) {
    return request.by(TestEnvironment.READER);
  }
}
