package io.anteroom.api.paging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;

/** The links of a list from the upstream, made to lead here. Stateless. */
public final class PageLinks {

  private PageLinks() {}

  /**
   * Replaces {@code next_page} and {@code previous_page}: our own address, the upstream's query.
   * One that is no URL becomes null.
   *
   * @param list any JSON; changed in place where it has a pagination object
   * @param here the address of the list as the client calls it, without a query
   */
  public static void rewrite(JsonNode list, URI here) {
    if (list.path("pagination") instanceof ObjectNode pagination) {
      rewrite(pagination, "next_page", here);
      rewrite(pagination, "previous_page", here);
    }
  }

  private static void rewrite(ObjectNode pagination, String name, URI here) {
    JsonNode link = pagination.path(name);
    if (!link.isMissingNode() && !link.isNull()) {
      pagination.put(name, at(here, link.asText()));
    }
  }

  private static String at(URI here, String link) {
    try {
      String query = new URI(link).getRawQuery();
      return query == null ? here.toString() : here + "?" + query;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
