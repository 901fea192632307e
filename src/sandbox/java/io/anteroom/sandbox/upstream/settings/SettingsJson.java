package io.anteroom.sandbox.upstream.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Settings as JSON. Thread-safe. An unknown name is an error: a typo would go unnoticed. */
public final class SettingsJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private SettingsJson() {}

  /** The whole document, as {@link SandboxSettings#merge} reads it. */
  public static JsonNode write(SandboxSettings settings) {
    return MAPPER.valueToTree(settings);
  }

  static SandboxSettings merge(SandboxSettings base, String patch) {
    try {
      JsonNode changes = MAPPER.readTree(patch);
      if (!(changes instanceof ObjectNode object)) {
        throw new IllegalArgumentException("settings must be a JSON object");
      }
      ObjectNode merged = (ObjectNode) write(base);
      mergeInto(merged, object);
      return MAPPER.treeToValue(merged, SandboxSettings.class);
    } catch (ValueInstantiationException e) {
      // A record's own sentence says more than Jackson's.
      throw new IllegalArgumentException(e.getCause().getMessage(), e);
    } catch (UnrecognizedPropertyException e) {
      throw new IllegalArgumentException(
          "wrong settings: there is no %s; there are %s"
              .formatted(path(e), new TreeSet<>(e.getKnownPropertyIds())),
          e);
    } catch (MismatchedInputException e) {
      throw new IllegalArgumentException(
          "wrong settings: %s has a wrong value".formatted(path(e)), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("wrong settings: " + e.getOriginalMessage(), e);
    }
  }

  /** Where in the document something is wrong, such as {@code faults.index.text.late}. */
  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "[]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  /** RFC 7396: objects are merged, null removes, anything else replaces. */
  private static void mergeInto(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> change : patch.properties()) {
      String name = change.getKey();
      JsonNode value = change.getValue();
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode object) {
        JsonNode present = target.get(name);
        mergeInto(present instanceof ObjectNode old ? old : target.putObject(name), object);
      } else {
        target.set(name, value);
      }
    }
  }
}
