package io.anteroom.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;

/** Tasks of the contract's scenario, and requests about them. */
final class ContractTasks {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractTasks() {}

  /** The id of a task that has ended. */
  static String ended(DocumentedCodes calls, ContractRequest request) throws IOException {
    return id(calls.provoke("POST /index-and-wait", 200, request.with("Prefer", "wait=20")));
  }

  /** The id of a task of the client with this key that has failed. */
  static String failed(DocumentedCodes calls, String key) throws IOException {
    String body = "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}";
    return ended(calls, calls.example("POST /index-and-wait").json(body).by(key));
  }

  static String id(ContractResponse answer) throws IOException {
    return JSON.readTree(answer.body()).path("task_id").asText();
  }

  static ContractRequest get(DocumentedCodes calls, String task, String rest) {
    return calls.ready(ContractRequest.of("GET", "/tasks/" + task + rest));
  }

  static ContractRequest post(DocumentedCodes calls, String task, String rest) {
    return calls.ready(ContractRequest.of("POST", "/tasks/" + task + rest));
  }
}
