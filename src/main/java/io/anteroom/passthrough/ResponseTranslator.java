package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.task.OwnTasks;
import io.anteroom.upstream.json.UpstreamTask;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts a response of the upstream into our terms. An object that carries our marker in its metadata
 * gets our task's id and loses the marker. A {@code task_id} that is not known to be of this
 * client's task becomes null, since it would lead nowhere here. One statement serves a whole
 * response, by the primary key: the marker names the task. Thread-safe.
 */
@Singleton
public class ResponseTranslator {

  private static final String METADATA = "metadata";
  private static final String TASK_ID = "task_id";
  private static final String UUID_IN_FULL = "(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private record Found(ObjectNode object, UUID task) {}

  private final OwnTasks tasks;

  ResponseTranslator(OwnTasks tasks) {
    this.tasks = tasks;
  }

  /** Changes the response in place. */
  public Uni<JsonNode> translate(JsonNode response, String client) {
    List<Found> marked = new ArrayList<>();
    walk(response, object -> takeMarker(object).ifPresent(t -> marked.add(new Found(object, t))));
    walk(response, ResponseTranslator::forget);
    return tasks
        .of(marked.stream().map(Found::task).distinct().toList(), client)
        .map(own -> name(response, marked, own));
  }

  private static JsonNode name(JsonNode response, List<Found> marked, Set<UUID> own) {
    marked.stream()
        .filter(found -> own.contains(found.task()))
        .forEach(found -> found.object().put(TASK_ID, found.task().toString()));
    return response;
  }

  private static void forget(ObjectNode object) {
    if (object.has(TASK_ID)) {
      object.putNull(TASK_ID);
    }
  }

  private static Optional<UUID> takeMarker(ObjectNode object) {
    if (!(object.get(METADATA) instanceof ObjectNode metadata)) {
      return Optional.empty();
    }
    JsonNode marker = metadata.remove(UpstreamTask.MARKER);
    return marker == null ? Optional.empty() : taskId(marker.asText());
  }

  /** The id of a marker, {@code <id>.<attempt>}; empty where the text is no marker. */
  private static Optional<UUID> taskId(String marker) {
    String id = marker.split("\\.", 2)[0];
    return id.matches(UUID_IN_FULL) ? Optional.of(UUID.fromString(id)) : Optional.empty();
  }

  /** What is in metadata is the client's own, whatever its names. */
  private static void walk(JsonNode node, Consumer<ObjectNode> visitor) {
    if (node instanceof ObjectNode object) {
      visitor.accept(object);
      object
          .properties()
          .forEach(
              field -> {
                if (!field.getKey().equals(METADATA)) {
                  walk(field.getValue(), visitor);
                }
              });
    } else if (node.isArray()) {
      node.forEach(item -> walk(item, visitor));
    }
  }
}
