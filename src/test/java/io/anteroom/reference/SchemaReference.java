package io.anteroom.reference;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.contract.OpenApiDocument;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Tables of the fields of bodies, out of the schemas of the document. */
final class SchemaReference {

  /** A longer list of values stands at the schema's own place, or nowhere. */
  private static final int MAX_VALUES = 12;

  private static final Map<String, String> TYPES =
      Map.of(
          "string", "text",
          "integer", "whole number",
          "number", "number",
          "boolean", "`true`, `false`",
          "object", "object",
          "null", "`null`");

  private final OpenApiDocument document;

  SchemaReference(OpenApiDocument document) {
    this.document = document;
  }

  /** A section for each schema that has one, in the order of the document. */
  String sections() {
    StringBuilder sections = new StringBuilder();
    document.root().at("/components/schemas").properties().stream()
        .filter(schema -> hasSection(schema.getValue()))
        .forEach(schema -> append(schema.getKey(), schema.getValue(), sections));
    return sections.toString();
  }

  /** What a value of this schema is: the name of a schema as a link to its section, or a type. */
  String link(JsonNode schema) {
    String name = name(schema);
    return !name.isEmpty() && hasSection(named(name))
        ? "[`%s`](#%s)".formatted(name, Anchor.of(heading(name)))
        : type(schema);
  }

  /** One with fields, or with values that are explained in a table. */
  private boolean hasSection(JsonNode schema) {
    return !fields(schema).isEmpty() || schema.path("description").asText().contains("\n|");
  }

  private void append(String name, JsonNode schema, StringBuilder sections) {
    sections.append("\n### %s\n".formatted(heading(name)));
    if (schema.has("description")) {
      sections.append("\n%s\n".formatted(schema.path("description").asText().strip()));
    }
    Map<String, JsonNode> fields = fields(schema);
    if (fields.isEmpty()) {
      return;
    }
    Set<String> required = required(schema);
    sections.append("\n| field | type | meaning |\n|---|---|---|\n");
    fields.forEach(
        (field, node) ->
            sections.append(
                "| %s | %s | %s |\n"
                    .formatted(
                        required.contains(field) ? "**`" + field + "`**" : "`" + field + "`",
                        link(node),
                        meaning(node))));
  }

  /** Its own description, or that of the schema that it refers to where that has no section. */
  private String meaning(JsonNode node) {
    String name = name(node);
    boolean isTold = node.has("description") || name.isEmpty() || hasSection(named(name));
    return MarkdownCell.of((isTold ? node : named(name)).path("description").asText());
  }

  private String type(JsonNode node) {
    JsonNode schema = document.resolve(node);
    if (schema.has("oneOf")) {
      return StreamSupport.stream(schema.path("oneOf").spliterator(), false)
          .map(this::link)
          .collect(Collectors.joining(" or "));
    }
    if (schema.path("enum").size() > 0 && schema.path("enum").size() <= MAX_VALUES) {
      return StreamSupport.stream(schema.path("enum").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    JsonNode types = schema.path("type");
    String type = types.isArray() ? types.path(0).asText() : types.asText();
    if (type.equals("array")) {
      return "list of " + link(schema.path("items"));
    }
    String format = schema.path("format").asText();
    return TYPES.getOrDefault(type, "any") + (format.isEmpty() ? "" : " (" + format + ")");
  }

  /** Those of the schemas that it is made of come before its own. */
  private Map<String, JsonNode> fields(JsonNode schema) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    if (schema.has("$ref")) {
      fields.putAll(fields(named(name(schema))));
    }
    schema.path("allOf").forEach(part -> fields.putAll(fields(part)));
    schema.path("properties").properties().forEach(f -> fields.put(f.getKey(), f.getValue()));
    return fields;
  }

  private Set<String> required(JsonNode schema) {
    Set<String> required = new LinkedHashSet<>();
    if (schema.has("$ref")) {
      required.addAll(required(named(name(schema))));
    }
    schema.path("allOf").forEach(part -> required.addAll(required(part)));
    schema.path("required").forEach(name -> required.add(name.asText()));
    return required;
  }

  private JsonNode named(String name) {
    return document.root().at("/components/schemas/" + name);
  }

  /** The name of the schema that is referred to, or an empty text. */
  private static String name(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private String heading(String name) {
    return (fields(named(name)).isEmpty() ? "Values of " : "Fields of ") + name;
  }
}
