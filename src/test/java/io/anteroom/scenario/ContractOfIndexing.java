package io.anteroom.scenario;

import static io.anteroom.scenario.ContractTasks.failed;
import static io.anteroom.scenario.ContractTasks.id;
import static io.anteroom.scenario.ContractTasks.post;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import io.anteroom.contract.ContractRequest;
import io.anteroom.contract.ContractResponse;
import io.anteroom.contract.DocumentedCodes;
import java.io.IOException;
import java.util.List;

/** Provokes the codes of accepts: tasks and retries, and callbacks that they ask for. */
final class ContractOfIndexing {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final int OVER_SPOOL = 3_000_000;

  private ContractOfIndexing() {}

  static void secrets(DocumentedCodes calls) {
    for (String call : List.of("/index-and-wait", "/index/url", "/index/text")) {
      ContractRequest example = calls.example("POST " + call);
      String body = new String(example.body());
      calls.provoke(
          "POST " + call,
          409,
          example.json(body.replaceFirst("\\{", "{\"callback_url\": \"https://127.0.0.1/\", ")));
    }
    ContractRequest batch = calls.example("POST /index/batch");
    String told =
        new String(batch.body()).replaceFirst("\\{", "{\"callback_url\": \"https://127.0.0.1/\", ");
    calls.provoke("POST /index/batch", 409, batch.json(told));
    calls.provoke("POST /index/upload", 409, withCallback(calls.example("POST /index/upload")));
    calls.provoke("GET /callback-secret", 404, calls.example("GET /callback-secret"));
    calls.provoke("POST /callback-secret", 201, calls.example("POST /callback-secret"));
    calls.provoke("GET /callback-secret", 200, calls.example("GET /callback-secret"));
    ContractRequest bobs = calls.example("POST /callback-secret").by(TestEnvironment.BOB);
    calls.provoke("POST /callback-secret", 409, bobs);
  }

  private static ContractRequest withCallback(ContractRequest form) {
    return withField(form, "callback_url", "https://127.0.0.1/");
  }

  private static ContractRequest withField(ContractRequest form, String name, String value) {
    String field = "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s".formatted(name, value);
    String body = new String(form.body());
    String boundary = body.substring(0, body.indexOf("\r\n"));
    return form.body((boundary + "\r\n" + field + "\r\n" + body).getBytes());
  }

  static void index(DocumentedCodes calls) {
    for (String call : List.of("/index/url", "/index/text", "/index/upload")) {
      calls.provoke("POST " + call, 200, misspelled(calls.example("POST " + call)));
    }
    ContractRequest example = calls.example("POST /index-and-wait");
    calls.provoke("POST /index-and-wait", 200, example.with("Prefer", "wait=20"));
    calls.provoke("POST /index-and-wait", 202, misspelled(example));
    calls.provoke("POST /index-and-wait", 400, example.json("{\"text\": \"x\"}"));
    String large = Integer.toString(OVER_SPOOL);
    ContractRequest form = calls.example("POST /index/upload").with("Content-Length", large);
    calls.provoke("POST /index/upload", 507, form);
    calls.provoke("POST /index-and-wait", 507, form.to("/index-and-wait"));
  }

  /** With a field that is nearly one of ours. */
  private static ContractRequest misspelled(ContractRequest example) {
    String body = new String(example.body());
    return body.startsWith("{")
        ? example.json(body.replaceFirst("\\{", "{\"refrence\": \"page-17\", "))
        : withField(example, "refrence", "page-17");
  }

  /** A client that is kept to its collections. */
  static void forbidden(DocumentedCodes calls) {
    for (String call : List.of("/index-and-wait", "/index/url", "/index/text", "/index/upload")) {
      ContractRequest franks = calls.example("POST " + call).by(TestEnvironment.FRANK);
      calls.provoke("POST " + call, 403, franks);
    }
    ContractRequest batch = calls.example("POST /index/batch").by(TestEnvironment.FRANK);
    calls.provoke("POST /index/batch", 400, batch);
  }

  static void refusals(DocumentedCodes calls, ScenarioServers servers) throws IOException {
    ContractRequest waits = calls.example("POST /index-and-wait").with("Prefer", "wait=20");
    for (int status : new int[] {418, 302}) {
      servers.control().answer("index.text", status);
      int code = status == 302 ? 502 : status;
      ContractResponse refused = calls.provoke("POST /index-and-wait", code, waits);
      String id = JSON.readTree(refused.body()).path("task_id").asText();
      calls.provoke(
          "POST /tasks/{id}/retry", code, post(calls, id, "/retry").with("Prefer", "wait=20"));
    }
    servers.control().heal("index.text");
  }

  static void full(DocumentedCodes calls, String failed) {
    ContractRequest one = calls.example("POST /index/text").by(TestEnvironment.DAVE);
    calls.provoke("POST /index/text", 200, one);
    for (String call : List.of("-and-wait", "/url", "/text", "/upload")) {
      String accept = "POST /index" + call;
      calls.provoke(accept, 429, calls.example(accept).by(TestEnvironment.DAVE));
    }
    String item = "{\"items\": [{\"text\": \"x\", \"collection_id\": \"c\"}]}";
    ContractRequest batch = calls.example("POST /index/batch").json(item).by(TestEnvironment.DAVE);
    calls.provoke("POST /index/batch", 429, batch);
    ContractRequest retry = post(calls, failed, "/retry").by(TestEnvironment.DAVE);
    calls.provoke("POST /tasks/{id}/retry", 429, retry);
  }
}
