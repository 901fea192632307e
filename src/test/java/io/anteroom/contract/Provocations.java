package io.anteroom.contract;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Provokes the codes of the document one by one and holds every answer against it: what each call
 * has in common by itself, the rest as it is told. Not thread-safe.
 */
public final class Provocations {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final OpenApiDocument document;
  private final Contract contract;
  private final URI server;
  private final String key;
  private final List<String> violations = new ArrayList<>();

  /**
   * @param key of the client that makes the calls
   */
  public Provocations(OpenApiDocument document, URI server, String key) {
    this.document = document;
    this.contract = new Contract(document);
    this.server = server;
    this.key = key;
  }

  /** The example of a call, by the client, without a wait. */
  public Request example(String call) {
    return ready(Examples.of(document.operation(call)));
  }

  /** A request of the client without a wait. */
  public Request ready(Request request) {
    return request.by(key).with("Prefer", "respond-async");
  }

  /** The request must be answered with this code, as the document says. */
  public Answer provoke(String call, int code, Request request) {
    Operation operation = document.operation(call);
    Answer answer = Exchange.of(server, request, PATIENCE);
    check(operation, code, answer, request);
    return answer;
  }

  /** The same where the answer goes on without an end: only its beginning is read. */
  public Exchange open(String call, int code, Request request) throws java.io.IOException {
    Exchange exchange = new Exchange(server, request, PATIENCE);
    check(document.operation(call), code, exchange.head(), request);
    return exchange;
  }

  /** Without a key, of a version that is not there, in a form that is not there. */
  public void provokeByHeaders() {
    for (Operation operation : document.operations()) {
      Request example = ready(Examples.of(operation));
      if (operation.secured()) {
        provoke(operation.name(), 401, example.without("Authorization"));
      }
      provoke(operation.name(), 400, example.with("Api-Version", "1999-01-01"));
      if (operation.codes().contains("406")) {
        provoke(operation.name(), 406, example.with("Accept", "image/png"));
      }
    }
  }

  /**
   * A body that is no such body, and one that is too large.
   *
   * @param json a size that no JSON may have
   * @param form a size that no form may have
   */
  public void provokeByBody(int json, int form) {
    for (Operation operation : document.operations()) {
      for (String type : operation.reads()) {
        Request example = ready(Examples.of(operation, type));
        provoke(operation.name(), 415, example.with("Content-Type", "text/plain"));
        int size = type.startsWith("multipart") ? form : json;
        provoke(operation.name(), 413, example.with("Content-Length", Integer.toString(size)));
      }
    }
  }

  /** Tasks that are not there: the one of the example. */
  public void provokeUnknownTasks() {
    document.operations().stream()
        .filter(operation -> operation.path().contains("{id}"))
        .forEach(operation -> provoke(operation.name(), 404, ready(Examples.of(operation))));
  }

  /** The same key with other content, of what takes a body. */
  public void provokeReusedKeys() {
    for (Operation operation : document.operations()) {
      if (operation.codes().contains("422") && !operation.reads().isEmpty()) {
        String once = UUID.randomUUID().toString();
        Request example = ready(Examples.of(operation)).with("Idempotency-Key", once);
        Exchange.of(server, example, PATIENCE);
        String other = new String(example.body()).replace("rivers", "brooks");
        provoke(operation.name(), 422, example.body(other.getBytes()));
      }
    }
  }

  /** While the store is away. */
  public void provokeOutage() {
    document.operations().stream()
        .filter(operation -> operation.codes().contains("503"))
        .forEach(operation -> provoke(operation.name(), 503, ready(Examples.of(operation))));
  }

  /** What else must hold. */
  public void check(String where, List<String> wrong) {
    wrong.forEach(violation -> violations.add(where + ": " + violation));
  }

  /** The answers, checked. */
  public Contract contract() {
    return contract;
  }

  /** Everything that was not as the document says. */
  public List<String> violations() {
    return violations;
  }

  /** What is documented and did not come. */
  public List<String> missing() {
    return document.operations().stream()
        .flatMap(o -> o.codes().stream().filter(c -> !contract.isSeen(o, c)).map(c -> o + " " + c))
        .toList();
  }

  /** Calls and codes, with a mark for what came and one for what did not. */
  public String table() {
    List<String> codes =
        document.operations().stream()
            .flatMap(operation -> operation.codes().stream())
            .distinct()
            .sorted()
            .toList();
    String head = "%-28s %s%n".formatted("call", String.join(" ", codes));
    return document.operations().stream()
        .map(operation -> row(operation, codes))
        .collect(Collectors.joining("", head, ""));
  }

  private String row(Operation operation, List<String> codes) {
    return "%-28s %s%n"
        .formatted(
            operation.name(),
            codes.stream().map(code -> mark(operation, code)).collect(Collectors.joining(" ")));
  }

  private String mark(Operation operation, String code) {
    String mark = operation.codes().contains(code) ? "MISSING" : "·";
    return "%3s".formatted(contract.isSeen(operation, code) ? "✓" : mark);
  }

  private void check(Operation operation, int code, Answer answer, Request request) {
    String where = operation.name() + " " + code;
    if (answer.status() != code) {
      violations.add("%s: is %d %s%n%s".formatted(where, answer.status(), answer.text(), request));
    }
    check(where, contract.violations(operation, answer));
  }
}
