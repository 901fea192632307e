package io.anteroom.client.response;

import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A part of a list of batches, newest first.
 *
 * @param json all its fields; not null
 */
public record BatchPage(JsonObject json) {

  /** The batches; a list that cannot be changed. */
  public List<Batch> batches() {
    return json.objects("results").stream().map(Batch::new).toList();
  }

  /** After which batch the next page begins; empty if this is the last page. */
  public Optional<UUID> nextCursor() {
    return json.object("pagination").flatMap(pagination -> pagination.uuid("next_cursor"));
  }
}
