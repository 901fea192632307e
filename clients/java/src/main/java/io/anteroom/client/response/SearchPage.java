package io.anteroom.client.response;

import io.anteroom.client.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What a search found, as the upstream responds.
 *
 * @param json all its fields; not null
 */
public record SearchPage(JsonObject json) {

  /**
   * The hits, best first, with fields such as {@code asset_id}, {@code score}, {@code metadata}.
   */
  public List<JsonObject> results() {
    return json.objects("results");
  }

  /** How many hits there are over all pages; empty if the upstream does not say. */
  public Optional<Long> total() {
    return pagination("total");
  }

  /** How many pages there are; empty if the upstream does not say. */
  public Optional<Long> totalPages() {
    return pagination("total_pages");
  }

  private Optional<Long> pagination(String name) {
    return json.object("pagination").flatMap(p -> p.number(name)).map(Number::longValue);
  }
}
