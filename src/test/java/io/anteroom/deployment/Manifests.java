package io.anteroom.deployment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes objects, as they stand in the files or as they were rendered. */
record Manifests(List<JsonNode> objects) {

  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  /** All in a folder and below it. */
  static Manifests in(String folder) {
    List<JsonNode> objects = new ArrayList<>();
    for (Path file : Checkout.yamlFiles(folder)) {
      objects.addAll(parse(read(file)).objects());
    }
    return new Manifests(objects);
  }

  static Manifests parse(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      return new Manifests(documents.readAll());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonNode only(String kind, String name) {
    List<JsonNode> found =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " times " + kind + " " + name);
    }
    return found.get(0);
  }

  /** The pods that Deployments and StatefulSets make. */
  List<JsonNode> podSpecs() {
    return objects.stream()
        .map(object -> object.at("/spec/template/spec"))
        .filter(JsonNode::isObject)
        .toList();
  }

  List<JsonNode> containers() {
    return podSpecs().stream().flatMap(spec -> items(spec.path("containers"))).toList();
  }

  List<JsonNode> initContainers() {
    return podSpecs().stream().flatMap(spec -> items(spec.path("initContainers"))).toList();
  }

  static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
