package io.anteroom.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.contract.ContractOperation;
import io.anteroom.contract.OpenApiDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** All calls, their parameters and their bodies, out of the OpenAPI document. */
final class CallsReference {

  private static final String SHARED = "Parameters of several calls";

  private final OpenApiDocument document;
  private final SchemaReference schemas;
  private final List<JsonNode> shared;
  private final StringBuilder page = new StringBuilder();

  private CallsReference(OpenApiDocument document) {
    this.document = document;
    this.schemas = new SchemaReference(document);
    this.shared = unambiguous(document.root().at("/components/parameters"));
  }

  static String of(OpenApiDocument document) {
    CallsReference reference = new CallsReference(document);
    reference.addOverview();
    document.root().path("tags").forEach(reference::addTag);
    reference.page.append("\n## %s\n\n".formatted(SHARED));
    reference.addParameters(reference.shared);
    reference.page.append("\n## Bodies\n").append(reference.schemas.sections());
    return reference.page.toString();
  }

  /** Those whose name says which one is meant. */
  private static List<JsonNode> unambiguous(JsonNode parameters) {
    List<JsonNode> all = StreamSupport.stream(parameters.spliterator(), false).toList();
    return all.stream()
        .filter(p -> all.stream().filter(o -> o.path("name").equals(p.path("name"))).count() == 1)
        .toList();
  }

  private void addOverview() {
    page.append("\n| call | what it does |\n|---|---|\n");
    for (ContractOperation operation : document.operations()) {
      page.append(
          "| [`%s`](#%s) | %s |\n"
              .formatted(operation.name(), Anchor.of(operation.name()), summary(operation)));
    }
  }

  private void addTag(JsonNode tag) {
    String name = tag.path("name").asText();
    String heading = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    page.append("\n## %s\n\n%s\n".formatted(heading, description(tag)));
    document.operations().stream()
        .filter(operation -> operation.node().path("tags").path(0).asText().equals(name))
        .forEach(this::addCall);
  }

  private void addCall(ContractOperation operation) {
    page.append("\n### %s\n\n%s.\n".formatted(operation.name(), summary(operation)));
    if (operation.node().has("description")) {
      page.append("\n%s\n".formatted(description(operation.node())));
    }
    List<JsonNode> own = new ArrayList<>(operation.parameters());
    own.removeAll(shared);
    if (!own.isEmpty()) {
      page.append("\n");
      addParameters(own);
    }
    page.append("\n");
    addKey(operation);
    addLine(
        "[Parameters](#%s)".formatted(Anchor.of(SHARED)),
        operation.parameters().stream().filter(shared::contains).map(this::name).toList());
    addLine("Body", bodies(operation.node().path("requestBody")));
    operation.codes().stream()
        .filter(code -> code.matches("[23].*"))
        .forEach(code -> addResponse(code, document.response(operation, code)));
    addLine(
        "Problems",
        operation.codes().stream()
            .filter(code -> code.matches("[45].*"))
            .map(code -> "`" + code + "`")
            .toList());
  }

  /** Where it is not the key of a client. */
  private void addKey(ContractOperation operation) {
    List<String> keys = new ArrayList<>();
    for (JsonNode scheme : operation.node().path("security")) {
      String name = scheme.fieldNames().next();
      JsonNode described = document.root().at("/components/securitySchemes/" + name);
      keys.add(MarkdownCell.of(description(described)));
    }
    if (operation.secured()) {
      addLine("Key", keys.isEmpty() ? keys : List.of(String.join(" Or: ", keys)));
    } else {
      page.append("- No key is needed\n");
    }
  }

  private void addResponse(String code, JsonNode response) {
    String bodies = String.join(", ", bodies(response));
    String meaning = MarkdownCell.of(description(response));
    page.append("- `%s`: %s\n".formatted(code, (meaning + " " + bodies).strip()));
  }

  private void addLine(String name, List<String> values) {
    if (!values.isEmpty()) {
      page.append("- %s: %s\n".formatted(name, String.join(", ", values)));
    }
  }

  private void addParameters(List<JsonNode> parameters) {
    page.append("| parameter | in | type | meaning |\n|---|---|---|---|\n");
    for (JsonNode parameter : parameters) {
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  name(parameter),
                  parameter.path("in").asText(),
                  schemas.link(parameter.path("schema")),
                  MarkdownCell.of(description(parameter))));
    }
  }

  private List<String> bodies(JsonNode holder) {
    return holder.path("content").properties().stream()
        .map(m -> schemas.link(m.getValue().path("schema")) + " as `" + m.getKey() + "`")
        .collect(Collectors.toList());
  }

  private String name(JsonNode parameter) {
    return "`" + parameter.path("name").asText() + "`";
  }

  private static String description(JsonNode node) {
    return node.path("description").asText().strip();
  }

  private static String summary(ContractOperation operation) {
    return MarkdownCell.of(operation.node().path("summary").asText());
  }
}
