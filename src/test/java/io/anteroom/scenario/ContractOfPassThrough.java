package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.ended;
import static io.anteroom.scenario.ContractTasks.get;
import static io.anteroom.scenario.ContractTasks.id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;
import java.util.List;

/** Provokes the codes of calls that are passed through: searches, assets and features. */
final class ContractOfPassThrough {

  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<String> PASSED =
      List.of(
          "POST /search/text",
          "POST /search/url",
          "POST /search/upload",
          "POST /assets",
          "GET /assets/{id}",
          "DELETE /assets/{id}",
          "GET /assets/{id}/features");

  private static final List<String> ENDPOINTS =
      List.of(
          "search.text",
          "search.url",
          "search.upload",
          "assets.list",
          "assets.get",
          "assets.delete",
          "assets.features");

  private ContractOfPassThrough() {}

  static void searches(DocumentedCodes calls, ScenarioServers servers) {
    for (String kind : List.of("text", "url", "upload")) {
      String call = "POST /search/" + kind;
      ContractRequest example = calls.example(call).with("Cache-Control", "no-cache");
      ContractRequest search =
          kind.equals("url") ? example.json("{\"url\": \"%s\"}".formatted(page(servers))) : example;
      calls.provoke(call, 200, search.to(search.target() + "/").with("Prefer", "wait=5"));
      calls.provoke(call, 400, search.body("[]".getBytes()));
      calls.provoke(call, 400, search.to(search.target() + "?page=0"));
      refused(calls, servers, call, "search." + kind, search);
    }
  }

  /** Refusals of the upstream keep its message. */
  private static void refused(
      DocumentedCodes calls,
      ScenarioServers servers,
      String call,
      String endpoint,
      ContractRequest request) {
    servers.control().answer(endpoint, 418);
    calls.provoke(call, 418, request);
    servers.control().heal(endpoint);
  }

  static void cached(DocumentedCodes calls) {
    for (String how : List.of("miss", "hit")) {
      ContractRequest search = calls.example("POST /search/text").json("{\"query\": \"kept\"}");
      ContractResponse answer = calls.provoke("POST /search/text", 200, search);
      assertTrue(answer.header("Cache-Status").orElse("").contains(how), answer.toString());
    }
  }

  static void assets(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String id = asset(calls, ended(calls, calls.example("POST /index-and-wait")));
    ContractRequest list = calls.example("POST /assets");
    calls.provoke("POST /assets", 200, list.to("/assets/").with("Prefer", "wait=5"));
    calls.provoke("POST /assets", 200, list.body(new byte[0]));
    calls.provoke("POST /assets", 400, list.json("[]"));
    refused(calls, servers, "POST /assets", "assets.list", list);
    for (String call :
        List.of("GET /assets/{id}/features", "GET /assets/{id}", "DELETE /assets/{id}")) {
      String[] words = call.replace("{id}", id).split(" ");
      ContractRequest request = calls.ready(ContractRequest.of(words[0], words[1]));
      String method = call.endsWith("features") ? "features" : words[0].toLowerCase();
      calls.provoke(call, 400, request.to(words[1] + "?page=0"));
      refused(calls, servers, call, "assets." + method, request);
      calls.provoke(call, 200, request.with("Prefer", "wait=5"));
    }
  }

  static void features(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String call = "GET /tasks/{id}";
    String done = ended(calls, calls.example("POST /index-and-wait"));
    calls.provoke(call, 400, get(calls, done, "?include=all"));
    ContractRequest with = get(calls, done, "?include=features");
    hasFeatures(calls.provoke(call, 200, with));
    for (String accept : List.of("-and-wait", "/url", "/text", "/upload")) {
      ContractRequest written = calls.example("POST /index" + accept);
      ContractRequest example =
          accept.equals("/url")
              ? written.json("{\"url\": \"%s\", \"collection_id\": \"c\"}".formatted(page(servers)))
              : written;
      ContractRequest asks = example.to(example.target() + "?include=features");
      hasFeatures(calls.provoke("POST /index" + accept, 200, asks.with("Prefer", "wait=30")));
      calls.provoke("POST /index" + accept, 400, example.to(example.target() + "?include=request"));
    }
    servers.control().answer("assets.features", 418);
    problem(calls.provoke(call, 200, with), "upstream-refused");
    servers.control().heal("assets.features");
    ContractRequest asset =
        calls.ready(ContractRequest.of("DELETE", "/assets/" + asset(calls, done)));
    calls.provoke("DELETE /assets/{id}", 200, asset);
    problem(calls.provoke(call, 200, with), "asset-not-found");
  }

  private static void hasFeatures(ContractResponse task) throws IOException {
    assertTrue(JSON.readTree(task.body()).path("features").has("results"), task.toString());
  }

  private static void problem(ContractResponse task, String type) throws IOException {
    JsonNode problem = JSON.readTree(task.body()).path("features_problem");
    assertEquals("/problems/" + type, problem.path("type").asText(), task.toString());
  }

  private static String asset(DocumentedCodes calls, String task) throws IOException {
    ContractResponse answer = calls.provoke("GET /tasks/{id}", 200, get(calls, task, ""));
    return JSON.readTree(answer.body()).path("asset_id").asText();
  }

  /** A 429 of the upstream stops its class, so that this account has no other use. */
  static void exhausted(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    ContractRequest carols = calls.example("POST /index-and-wait").by(ContractIT.CAROL);
    String done = ended(calls, carols);
    for (String endpoint : ENDPOINTS) {
      servers.control().answer(endpoint, 429);
    }
    for (String call : PASSED) {
      calls.provoke(call, 429, fresh(calls, call).by(ContractIT.CAROL));
    }
    ContractRequest with = get(calls, done, "?include=features").by(ContractIT.CAROL);
    problem(calls.provoke("GET /tasks/{id}", 200, with), "quota-exhausted");
    ENDPOINTS.forEach(servers.control()::heal);
  }

  /** After failures of every call, the circuit breaker stops calls for a while. */
  static void broken(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    String done = ended(calls, calls.example("POST /index-and-wait"));
    for (String endpoint : ENDPOINTS) {
      servers.control().answer(endpoint, 503);
    }
    for (String call : PASSED) {
      calls.provoke(call, 502, fresh(calls, call));
    }
    ContractRequest with = get(calls, done, "?include=features");
    problem(calls.provoke("GET /tasks/{id}", 200, with), "upstream-unavailable");
  }

  static ContractRequest fresh(DocumentedCodes calls, String call) {
    return calls.example(call).with("Cache-Control", "no-cache");
  }

  private static String page(ScenarioServers servers) {
    return servers.upstream().baseUrl() + "/_sandbox/settings";
  }
}
