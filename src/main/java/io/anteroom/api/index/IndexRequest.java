package io.anteroom.api.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.accept.TaskOptions;
import io.anteroom.api.body.SourceUrl;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.quota.EndpointClass;
import io.anteroom.task.TaskKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * A checked request to index something.
 *
 * @param forwarded what the upstream gets, without our own fields
 */
public record IndexRequest(
    TaskKind kind, String collectionId, ObjectNode forwarded, TaskOptions options) {

  private static final String COLLECTION = "collection_id";
  private static final String METADATA = "metadata";
  private static final String MARKER = "anteroom_task";
  public static final String CALLBACK_URL = "callback_url";
  private static final Set<String> OWN_FIELDS =
      Set.of("reference", "priority", "deadline_seconds", CALLBACK_URL);
  private static final Set<String> READ_HERE =
      Set.of(
          "url",
          "text",
          COLLECTION,
          METADATA,
          "reference",
          "priority",
          "deadline_seconds",
          CALLBACK_URL);
  private static final int MAX_NAME = 255;
  public static final int MAX_URL = 2048;
  private static final int MAX_PRIORITY = 100;

  /** 30 days. */
  private static final int MAX_DEADLINE = 2_592_000;

  /** The class of the quota that its submit spends from. */
  public EndpointClass spends() {
    return EndpointClass.valueOf("INDEX_" + kind.name());
  }

  public IndexRequest with(TaskOptions others) {
    return new IndexRequest(kind, collectionId, forwarded, others);
  }

  /**
   * Checks a body. Of the fields that are read here, JSON nulls are fields that are not there; any
   * other field goes on as it came.
   *
   * @param body is changed
   */
  public static IndexRequest of(ObjectNode body, Set<TaskKind> kinds) {
    body.properties()
        .removeIf(field -> field.getValue().isNull() && READ_HERE.contains(field.getKey()));
    TaskKind kind = kind(body, kinds);
    String collection = name(body, COLLECTION);
    if (collection == null) {
      throw ProblemType.MISSING_FIELD.about(COLLECTION, "The field collection_id is needed.");
    }
    checkMetadata(body.path(METADATA));
    TaskOptions options = options(body);
    return new IndexRequest(kind, collection, body, options);
  }

  private static TaskKind kind(ObjectNode body, Set<TaskKind> kinds) {
    if (kinds.equals(EnumSet.of(TaskKind.UPLOAD))) {
      return TaskKind.UPLOAD;
    }
    boolean url = kinds.contains(TaskKind.URL) && body.has("url");
    boolean text = kinds.contains(TaskKind.TEXT) && body.has("text");
    if (url && text) {
      throw ProblemType.MULTIPLE_SOURCES.with("Send url or text, not both.");
    }
    if (url) {
      SourceUrl.check(body.path("url"));
      return TaskKind.URL;
    }
    if (text) {
      checkText(body.path("text"));
      return TaskKind.TEXT;
    }
    String field = kinds.contains(TaskKind.URL) ? "url" : "text";
    throw ProblemType.MISSING_FIELD.about(
        field, kinds.size() > 1 ? "Send url, text or a file." : "Send " + field + ".");
  }

  private static void checkText(JsonNode text) {
    if (!text.isTextual() || text.asText().isBlank()) {
      throw ProblemType.INVALID_FIELD.about(
          "text", "The field text must be text that is not blank.");
    }
  }

  private static void checkMetadata(JsonNode metadata) {
    if (metadata.isMissingNode()) {
      return;
    }
    if (!metadata.isObject()) {
      throw ProblemType.INVALID_FIELD.about(METADATA, "The field metadata must be a JSON object.");
    }
    if (metadata.has(MARKER)) {
      throw ProblemType.INVALID_FIELD.about(
          METADATA + "." + MARKER, "The key anteroom_task of the metadata belongs to Anteroom.");
    }
  }

  /** For what is probably misspelled in one request or many; nothing was looked at yet. */
  public static FieldSlips slips() {
    return new FieldSlips(READ_HERE);
  }

  /**
   * Looks for misspelled fields; no field that has been read here is left by now.
   *
   * @param place where it stands in the body, such as {@code items[3].}, or empty
   */
  public void findSlips(String place, FieldSlips slips) {
    slips.lookAt(place, forwarded.fieldNames());
  }

  /** Takes our own fields out of the body: they are not forwarded. */
  private static TaskOptions options(ObjectNode body) {
    String reference = name(body, "reference");
    int priority = priority(body.path("priority"));
    Integer deadline = deadline(body.path("deadline_seconds"));
    String callbackUrl = text(body, CALLBACK_URL, MAX_URL);
    OWN_FIELDS.forEach(body::remove);
    return new TaskOptions(reference, priority, deadline, callbackUrl);
  }

  private static int priority(JsonNode value) {
    return value.isMissingNode() ? 0 : whole("priority", value, -MAX_PRIORITY, MAX_PRIORITY);
  }

  private static Integer deadline(JsonNode value) {
    return value.isMissingNode() ? null : whole("deadline_seconds", value, 1, MAX_DEADLINE);
  }

  /** A form carries it as text. */
  private static int whole(String field, JsonNode value, int min, int max) {
    String text = value.isValueNode() ? value.asText() : "";
    if (text.matches("-?\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw ProblemType.INVALID_FIELD.about(
        field, "The field %s must be a whole number from %d to %d.".formatted(field, min, max));
  }

  public static String name(ObjectNode body, String field) {
    return text(body, field, MAX_NAME);
  }

  public static String text(ObjectNode body, String field, int longest) {
    JsonNode value = body.path(field);
    if (value.isMissingNode()) {
      return null;
    }
    String text = value.asText();
    if (!value.isTextual() || text.isBlank() || text.length() > longest) {
      throw ProblemType.INVALID_FIELD.about(
          field, "The field %s must be text of 1 to %d characters.".formatted(field, longest));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw ProblemType.INVALID_FIELD.about(
          field, "The field %s must not hold control characters.".formatted(field));
    }
    return text;
  }
}
