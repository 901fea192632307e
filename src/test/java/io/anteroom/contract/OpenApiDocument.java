package io.anteroom.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The OpenAPI document, with references followed. Immutable, thread-safe. */
public final class OpenApiDocument {

  static final Path FILE = Path.of("src/main/resources/META-INF/openapi.yaml");
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  private final JsonNode root;
  private final List<ContractOperation> operations = new ArrayList<>();

  private OpenApiDocument(JsonNode root) {
    this.root = root;
    root.path("paths").properties().forEach(this::addPath);
  }

  public static OpenApiDocument written() {
    try {
      return new OpenApiDocument(
          new ObjectMapper(new YAMLFactory()).readTree(Files.readAllBytes(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JsonNode root() {
    return root;
  }

  public List<ContractOperation> operations() {
    return operations;
  }

  public ContractOperation operation(String name) {
    return operations.stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
  }

  /** The code as the document names it: itself, or the range that it is in. */
  public Optional<String> codeOf(ContractOperation contractOperation, int status) {
    List<String> codes = contractOperation.codes();
    String range = status / 100 + "XX";
    return codes.contains(Integer.toString(status))
        ? Optional.of(Integer.toString(status))
        : Optional.of(range).filter(codes::contains);
  }

  public JsonNode response(ContractOperation contractOperation, String code) {
    return resolve(contractOperation.node().path("responses").path(code));
  }

  /** The response object of this name, among those that calls share. */
  public JsonNode response(String name) {
    return root.path("components").path("responses").path(name);
  }

  /** Follows a reference that stands alone. */
  public JsonNode resolve(JsonNode node) {
    JsonNode reference = node.path("$ref");
    return reference.isTextual() ? resolve(root.at(reference.asText().substring(1))) : node;
  }

  private void addPath(Map.Entry<String, JsonNode> path) {
    for (String method : METHODS) {
      if (path.getValue().has(method)) {
        JsonNode node = path.getValue().path(method);
        List<JsonNode> parameters = new ArrayList<>();
        path.getValue().path("parameters").forEach(p -> parameters.add(resolve(p)));
        node.path("parameters").forEach(p -> parameters.add(resolve(p)));
        operations.add(
            new ContractOperation(method.toUpperCase(), path.getKey(), node, parameters));
      }
    }
  }
}
