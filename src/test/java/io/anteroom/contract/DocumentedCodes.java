package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Provokes the documented codes one by one and checks every response against the document. Codes
 * that all calls share are provoked here, the others by the test. Not thread-safe.
 */
public final class DocumentedCodes {

  private static final int MANY = 70;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final OpenApiDocument document;
  private final ContractCheck contractCheck;
  private final URI server;
  private final Keys keys;
  private final List<String> violations = new ArrayList<>();

  public record Keys(String client, String operator, String tick) {

    String of(ContractOperation operation) {
      return operation.forTicks() ? tick : operation.forOperators() ? operator : client;
    }

    /** The key that may not make the call. */
    String other(ContractOperation operation) {
      return operation.forOperators() || operation.forTicks() ? client : operator;
    }
  }

  public DocumentedCodes(OpenApiDocument document, URI server, Keys keys) {
    this.document = document;
    this.contractCheck = new ContractCheck(document);
    this.server = server;
    this.keys = keys;
  }

  /** The example of a call, by the client, without a wait. */
  public ContractRequest example(String call) {
    return example(document.operation(call));
  }

  private ContractRequest example(ContractOperation operation) {
    return ready(DocumentExamples.of(operation)).by(keys.of(operation));
  }

  /** A request of the client without a wait. */
  public ContractRequest ready(ContractRequest request) {
    return request.by(keys.client()).with("Prefer", "respond-async");
  }

  /** The response must have this code and be valid by the document. */
  public ContractResponse provoke(String call, int code, ContractRequest request) {
    ContractOperation operation = document.operation(call);
    ContractResponse answer = ContractExchange.of(server, request, TIMEOUT);
    check(operation, code, answer, request);
    return answer;
  }

  /** The same for an endless response, of which only the beginning is read. */
  public ContractExchange open(String call, int code, ContractRequest request)
      throws java.io.IOException {
    ContractExchange contractExchange = new ContractExchange(server, request, TIMEOUT);
    check(document.operation(call), code, contractExchange.head(), request);
    return contractExchange;
  }

  /**
   * Without a key, with a key that may not make the call, with an unknown version, and with an
   * unknown format.
   */
  public void provokeByHeaders() {
    for (ContractOperation operation : document.operations()) {
      ContractRequest example = example(operation);
      if (operation.secured()) {
        provoke(operation.name(), 401, example.without("Authorization"));
        if (!operation.isShared()) {
          int refusal = operation.forTicks() ? 401 : 403;
          provoke(operation.name(), refusal, example.by(keys.other(operation)));
        }
      }
      provoke(operation.name(), 400, example.with("Api-Version", "1999-01-01"));
      if (operation.codes().contains("406")) {
        provoke(operation.name(), 406, example.with("Accept", "image/png"));
      }
    }
  }

  /**
   * A body that is invalid, and one that is too large.
   *
   * @param json a size over the limit for JSON
   * @param form a size over the limit for forms
   */
  public void provokeByBody(int json, int form) {
    for (ContractOperation operation : document.operations()) {
      for (String type : operation.reads()) {
        ContractRequest example =
            ready(DocumentExamples.of(operation, type)).by(keys.of(operation));
        if (operation.codes().contains("415")) {
          provoke(operation.name(), 415, example.with("Content-Type", "text/plain"));
          provoke(operation.name(), 415, example.with("Content-Encoding", "gzip"));
        }
        int size = type.startsWith("multipart") ? form : json;
        provoke(operation.name(), 413, example.with("Content-Length", Integer.toString(size)));
        if (type.startsWith("multipart")) {
          provoke(operation.name(), 413, withFields(example));
        }
      }
    }
  }

  private static ContractRequest withFields(ContractRequest form) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    IntStream.range(0, MANY).forEach(i -> fields.put("field" + i, "x"));
    return DocumentExamples.form(form, fields);
  }

  /** A parameter that the call does not have, unless its parameters are passed through. */
  public void provokeByUnknownParameters() {
    document.operations().stream()
        .filter(o -> ProblemTypes.of(document.response(o, "400")).contains("unknown-parameter"))
        .forEach(
            o -> provoke(o.name(), 400, example(o).to(example(o).target() + "?colection_id=c")));
  }

  /** Unknown ids, those of the examples, with and without a slash at the end. */
  public void provokeUnknownIds() {
    for (ContractOperation operation : document.operations()) {
      if (operation.path().contains("{id}")) {
        ContractRequest example = example(operation);
        provoke(operation.name(), 404, example);
        provoke(operation.name(), 404, example.to(example.target() + "/"));
      }
    }
  }

  public void provokeByParameters(String call) {
    ContractRequest example = example(call);
    for (JsonNode parameter : document.operation(call).parameters()) {
      if (parameter.path("in").asText().equals("query")) {
        String name = parameter.path("name").asText();
        provoke(call, 200, example.to(example.target() + "?" + name + "=" + value(parameter)));
      }
    }
  }

  private static String value(JsonNode parameter) {
    JsonNode example = parameter.path("example");
    List<String> words = new ArrayList<>();
    example.forEach(word -> words.add(word.asText()));
    return words.isEmpty() ? example.asText() : String.join(",", words);
  }

  /** A problem that every call can answer with. */
  public void provokeAnywhere(int code, ContractRequest request) {
    ContractResponse answer = ContractExchange.of(server, request, TIMEOUT);
    String where = "anywhere " + code;
    check(where, code, answer, request);
    check(where, contractCheck.violationsOf(document.response("AnyProblem"), answer));
  }

  /** The same idempotency key with other content, for each call with a body. */
  public void provokeReusedKeys() {
    for (ContractOperation operation : document.operations()) {
      if (operation.codes().contains("422") && !operation.reads().isEmpty()) {
        String once = UUID.randomUUID().toString();
        ContractRequest example = example(operation).with("Idempotency-Key", once);
        ContractExchange.of(server, example, TIMEOUT);
        String other = new String(example.body()).replace("rivers", "brooks");
        provoke(operation.name(), 422, example.body(other.getBytes()));
      }
    }
  }

  /** During an outage of the store; all at once, since each waits for it. */
  public void provokeOutage() {
    List<ContractOperation> concerned =
        document.operations().stream().filter(o -> o.codes().contains("503")).toList();
    List<CompletableFuture<ContractResponse>> answers =
        concerned.stream()
            .map(
                o ->
                    CompletableFuture.supplyAsync(
                        () -> ContractExchange.of(server, example(o), TIMEOUT)))
            .toList();
    for (int i = 0; i < concerned.size(); i++) {
      check(concerned.get(i), 503, answers.get(i).join(), example(concerned.get(i)));
    }
  }

  public void check(String where, List<String> wrong) {
    wrong.forEach(violation -> violations.add(where + ": " + violation));
  }

  public ContractCheck contract() {
    return contractCheck;
  }

  public List<String> violations() {
    return violations;
  }

  public List<String> missing() {
    return document.operations().stream()
        .flatMap(
            o -> o.codes().stream().filter(c -> !contractCheck.isSeen(o, c)).map(c -> o + " " + c))
        .toList();
  }

  /** Calls and codes, with a mark for each code that was provoked or not. */
  public String table() {
    return new CodeTable(document, contractCheck).table();
  }

  /** Documented headers of successful responses that did not occur. */
  public List<String> missingHeaders() {
    return document.operations().stream()
        .flatMap(o -> contractCheck.unseenHeaders(o).stream().map(name -> o + " " + name))
        .toList();
  }

  private void check(
      ContractOperation operation, int code, ContractResponse answer, ContractRequest request) {
    String where = operation.name() + " " + code;
    check(where, code, answer, request);
    check(where, contractCheck.violations(operation, answer));
  }

  private void check(String where, int code, ContractResponse answer, ContractRequest request) {
    if (answer.status() != code) {
      violations.add("%s: is %d %s%n%s".formatted(where, answer.status(), answer.text(), request));
    }
  }
}
