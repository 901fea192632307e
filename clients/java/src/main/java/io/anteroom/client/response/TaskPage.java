package io.anteroom.client.response;

import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A part of a list of tasks, newest first.
 *
 * @param json all its fields; not null
 */
public record TaskPage(JsonObject json) {

  /** The tasks; a list that cannot be changed. */
  public List<Task> tasks() {
    return json.objects("results").stream().map(Task::new).toList();
  }

  /** After which task the next page begins; empty if this is the last page. */
  public Optional<UUID> nextCursor() {
    return json.object("pagination").flatMap(pagination -> pagination.uuid("next_cursor"));
  }

  /** How many tasks the whole list has, perhaps as an estimate; empty for a page by cursor. */
  public Optional<Long> total() {
    return json.object("pagination")
        .flatMap(pagination -> pagination.number("total"))
        .map(Number::longValue);
  }
}
