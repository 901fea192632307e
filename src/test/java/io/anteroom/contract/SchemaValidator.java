package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Validates against the schemas of the document (JSON Schema 2020-12), formats too. An object that
 * the document leaves open for fields to come is closed here, so that no answer has a field that
 * the document does not name, and so is a list of values that may grow. Not thread-safe.
 */
public final class SchemaValidator {

  private static final String EXTENSIBLE = "x-extensible-enum";
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(VersionFlag.V202012);
  private static final SchemaValidatorsConfig FORMATS =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  private final ObjectNode definitions;
  private final Map<JsonNode, JsonSchema> compiled = new HashMap<>();

  SchemaValidator(OpenApiDocument document) {
    definitions = document.root().path("components").path("schemas").deepCopy();
    adapt(definitions);
  }

  /** The violations of a schema, as sentences. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    adapt(whole);
    whole.set("$defs", definitions);
    return FACTORY.getSchema(whole, FORMATS);
  }

  private static void adapt(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.has(EXTENSIBLE)) {
        object.set("enum", object.remove(EXTENSIBLE));
      }
      String reference = object.path("$ref").asText();
      if (!reference.isEmpty()) {
        object.put("$ref", reference.replace("#/components/schemas/", "#/$defs/"));
      } else if (object.path("properties").isObject()
          && object.path("type").isTextual()
          && !object.has("additionalProperties")) {
        object.put("unevaluatedProperties", false);
      }
    }
    node.forEach(SchemaValidator::adapt);
  }
}
