package io.anteroom.contract;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds answers against the document: code, headers, media type and body; keeps which codes were
 * seen. Not thread-safe.
 */
public final class ContractCheck {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Headers of HTTP itself, and those that the document gives for every response. */
  private static final Set<String> GENERAL =
      Set.of(
          "content-type",
          "content-length",
          "transfer-encoding",
          "connection",
          "date",
          "cache-control",
          "content-security-policy",
          "referrer-policy",
          "x-content-type-options");

  /** Responses must not name the software behind the service. */
  private static final Pattern OUR_PARTS =
      Pattern.compile(
          "Exception|\\bat io\\.|jboss|quarkus|vertx|circuit breaker", CASE_INSENSITIVE);

  private final OpenApiDocument document;
  private final SchemaValidator schemaValidator;
  private final Set<String> seen = new TreeSet<>();
  private final Set<String> seenHeaders = new TreeSet<>();

  public ContractCheck(OpenApiDocument document) {
    this.document = document;
    this.schemaValidator = new SchemaValidator(document);
  }

  /** By the document as it is written. */
  public static ContractCheck ofDocument() {
    return new ContractCheck(OpenApiDocument.written());
  }

  /** What the document does not allow of a response; its code counts as seen. */
  public List<String> violations(ContractOperation operation, ContractResponse answer) {
    Optional<String> code = document.codeOf(operation, answer.status());
    if (code.isEmpty()) {
      return List.of("the code " + answer.status() + " is not documented");
    }
    seen.add(key(operation, code.get()));
    JsonNode response = document.response(operation, code.get());
    if (answer.status() / 100 == 2) {
      note(operation, response, answer);
    }
    return violationsOf(response, answer);
  }

  private void note(ContractOperation operation, JsonNode response, ContractResponse answer) {
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> answer.header(name).ifPresent(v -> seenHeaders.add(key(operation, name))));
  }

  /** The same of a response object. */
  public List<String> violationsOf(JsonNode response, ContractResponse answer) {
    List<String> violations = new ArrayList<>();
    response.path("headers").properties().forEach(h -> header(h, answer, violations));
    answer.headers().stream()
        .map(line -> line.substring(0, line.indexOf(':')))
        .filter(name -> !GENERAL.contains(name.toLowerCase(Locale.ROOT)))
        .filter(name -> !names(response.path("headers")).contains(name.toLowerCase(Locale.ROOT)))
        .forEach(name -> violations.add("the header " + name + " is not documented"));
    content(response, answer, violations);
    if (answer.status() >= 400 && OUR_PARTS.matcher(answer.text()).find()) {
      violations.add("it tells what the service is made of");
    }
    return violations;
  }

  /** Headers of its successful responses that did not occur. */
  public List<String> unseenHeaders(ContractOperation operation) {
    return operation.codes().stream()
        .filter(code -> code.startsWith("2"))
        .flatMap(code -> document.response(operation, code).path("headers").properties().stream())
        .map(Map.Entry::getKey)
        .filter(name -> !seenHeaders.contains(key(operation, name)))
        .distinct()
        .toList();
  }

  /** What is wrong with a value of the schema with this name. */
  public List<String> violations(String schema, JsonNode value) {
    JsonNode reference = JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
    return violations(reference, value);
  }

  /** What is wrong with a value of a schema. */
  public List<String> violations(JsonNode schema, JsonNode value) {
    return schemaValidator.violations(schema, value);
  }

  public boolean isSeen(ContractOperation operation, String code) {
    return seen.contains(key(operation, code));
  }

  private static Set<String> names(JsonNode headers) {
    Set<String> names = new TreeSet<>();
    headers.fieldNames().forEachRemaining(name -> names.add(name.toLowerCase(Locale.ROOT)));
    return names;
  }

  private void header(
      Map.Entry<String, JsonNode> header, ContractResponse answer, List<String> violations) {
    JsonNode definition = document.resolve(header.getValue());
    Optional<String> value = answer.header(header.getKey());
    if (value.isEmpty() && definition.path("required").asBoolean()) {
      violations.add("the header " + header.getKey() + " is missing");
    }
    JsonNode schema = definition.path("schema");
    value
        .map(text -> typed(text, schema))
        .ifPresent(
            typed ->
                schemaValidator.violations(schema, typed).stream()
                    .map(wrong -> header.getKey() + " " + wrong)
                    .forEach(violations::add));
  }

  private static JsonNode typed(String text, JsonNode schema) {
    return schema.path("type").asText().equals("integer") && text.matches("\\d{1,9}")
        ? IntNode.valueOf(Integer.parseInt(text))
        : TextNode.valueOf(text);
  }

  private void content(JsonNode response, ContractResponse answer, List<String> violations) {
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      if (answer.body().length > 0) {
        violations.add("it has a body");
      }
      return;
    }
    JsonNode schema = content.path(answer.mediaType()).path("schema");
    if (schema.isMissingNode()) {
      violations.add("the media type " + answer.mediaType() + " is not documented");
      return;
    }
    try {
      JsonNode body =
          answer.mediaType().endsWith("json")
              ? JSON.readTree(answer.body())
              : TextNode.valueOf(answer.text());
      violations.addAll(schemaValidator.violations(schema, body));
      if (ProblemTypes.isProblem(answer.mediaType())) {
        violations.addAll(ProblemTypes.violations(response, body));
      }
    } catch (IOException e) {
      violations.add("the body is no JSON");
    }
  }

  private static String key(ContractOperation operation, String code) {
    return operation.name() + " " + code;
  }
}
