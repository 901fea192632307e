package io.anteroom.scenario;

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
import java.util.Optional;
import org.awaitility.Awaitility;

/** Provokes the codes of calls about batches, and their callbacks. */
final class ContractOfBatches {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String NO_COLLECTION = "{\"items\": [{\"text\": \"x\"}]}";
  private static final String NOWHERE =
      "{\"items\": [{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}]}";
  private static final String ONE_TEXT =
      "{\"items\": [{\"text\": \"x\", \"collection_id\": \"c\"}]}";

  private ContractOfBatches() {}

  /** Those of a batch whose tasks take long. */
  static void open(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    servers.control().processTextsIn(60_000);
    ContractRequest example = calls.example("POST /index/batch").json(ONE_TEXT);
    String batch = batch(calls.provoke("POST /index/batch", 202, example));
    calls.provoke("GET /batches/{id}", 200, get(calls, batch).with("Prefer", "wait=0"));
    String running = "task where phase = 'running' and batch = '%s'".formatted(batch);
    Awaitility.await().until(() -> servers.number("select count(*) from " + running) > 0);
    servers.control().answer("tasks.delete", 500);
    ContractRequest cancel = calls.ready(ContractRequest.of("DELETE", "/batches/" + batch));
    calls.provoke("DELETE /batches/{id}", 202, cancel);
    servers.control().heal("tasks.delete");
    servers.control().processTextsIn(0);
    calls.provoke("DELETE /batches/{id}", 200, cancel.with("Prefer", "wait=20"));
  }

  static void batches(DocumentedCodes calls, CallbackReceiver callbackReceiver) throws IOException {
    ContractRequest example = calls.example("POST /index/batch");
    calls.provoke("POST /index/batch", 400, example.json(NO_COLLECTION));
    calls.provoke("POST /index/batch", 400, example.json("{}"));
    String items = NO_COLLECTION.replace("]", ", {\"text\": \"x\", \"collection_id\": \"c\"}]");
    String untold = batch(calls.provoke("POST /index/batch", 202, example.json(items)));
    String slip = items.replace("\"collection_id\"", "\"refrence\": \"r\", \"collection_id\"");
    calls.provoke("POST /index/batch", 200, example.json(slip).with("Prefer", "wait=20"));
    String url = "{\"callback_url\": \"%s\", ".formatted(callbackReceiver.url("/in"));
    String told =
        batch(
            calls.provoke(
                "POST /index/batch", 202, example.json(items.replace("{\"it", url + "\"it"))));
    Awaitility.await().until(() -> ended(callbackReceiver).isPresent());
    JsonNode sent = JSON.readTree(ended(callbackReceiver).orElseThrow().bytes());
    calls.check("callback", calls.contract().violations("BatchEndedCallback", sent));
    for (String batch : List.of(told, untold)) {
      ContractRequest get = get(calls, batch);
      calls.provoke("GET /batches/{id}", 200, get);
      calls.provoke("GET /batches/{id}/deliveries", 200, get.to(get.target() + "/deliveries"));
      int code = batch.equals(told) ? 202 : 409;
      ContractRequest post =
          calls.ready(ContractRequest.of("POST", "/batches/" + batch + "/redeliver"));
      calls.provoke("POST /batches/{id}/redeliver", code, post);
    }
    calls.provokeByParameters("GET /batches");
    calls.provoke("GET /batches", 200, calls.example("GET /batches"));
    ContractRequest none = calls.ready(ContractRequest.of("GET", "/batches?reference=nobody"));
    ContractResponse empty = calls.provoke("GET /batches", 200, none);
    String tag = empty.header("ETag").orElseThrow();
    calls.provoke("GET /batches", 304, none.with("If-None-Match", tag));
    calls.provoke("GET /batches/{id}", 400, calls.ready(ContractRequest.of("GET", "/batches/17")));
  }

  /** A batch of the client with this key whose one task has failed. */
  static String failed(DocumentedCodes calls, String key) throws IOException {
    ContractRequest accept = calls.example("POST /index/batch").json(NOWHERE).by(key);
    return batch(calls.provoke("POST /index/batch", 200, accept.with("Prefer", "wait=20")));
  }

  static void retries(DocumentedCodes calls) throws IOException {
    String call = "POST /batches/{id}/retry";
    ContractRequest retry = retry(calls, failed(calls, TestEnvironment.ALICE));
    calls.provoke(call, 202, retry.with("Idempotency-Key", "once more"));
    calls.provoke(call, 409, retry);
    ContractRequest other = retry(calls, failed(calls, TestEnvironment.ALICE));
    calls.provoke(call, 422, other.with("Idempotency-Key", "once more"));
    calls.provoke(call, 200, other.with("Prefer", "wait=20"));
  }

  static void events(DocumentedCodes calls) throws IOException {
    String call = "GET /batches/{id}/events";
    ContractRequest all = get(calls, failed(calls, TestEnvironment.ALICE) + "/events");
    ContractResponse stream = calls.provoke(call, 200, all);
    String last =
        stream
            .text()
            .lines()
            .filter(line -> line.startsWith("id: "))
            .reduce((a, b) -> b)
            .orElseThrow()
            .substring(4);
    calls.provoke(call, 204, all.with("Last-Event-ID", last));
    calls.provoke(call, 400, all.with("Last-Event-ID", "none"));
    calls.provoke(call, 400, get(calls, "17/events"));
    ContractRequest endless = calls.example("GET /events");
    try (ContractExchange one = calls.open("GET /events", 200, endless);
        ContractExchange two = calls.open("GET /events", 200, endless);
        ContractExchange three = calls.open("GET /events", 200, endless)) {
      calls.provoke(call, 429, all);
    }
  }

  static ContractRequest retry(DocumentedCodes calls, String batch) {
    return calls.ready(ContractRequest.of("POST", "/batches/" + batch + "/retry"));
  }

  private static Optional<CallbackReceiver.Received> ended(CallbackReceiver callbackReceiver) {
    return callbackReceiver.received().stream()
        .filter(r -> r.body().contains("batch.ended"))
        .findFirst();
  }

  private static String batch(ContractResponse answer) throws IOException {
    return JSON.readTree(answer.body()).path("batch_id").asText();
  }

  private static ContractRequest get(DocumentedCodes calls, String batch) {
    return calls.ready(ContractRequest.of("GET", "/batches/" + batch));
  }
}
