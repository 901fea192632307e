package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps a restricted client to its collections, in what it asks and in what it is shown. For other
 * clients nothing is done.
 */
public final class CollectionScope {

  private static final String COLLECTION = "collection_id";
  private static final String FILTERS = "filters";
  private static final String COLLECTIONS = "collections";
  private static final String AND = "AND";

  private CollectionScope() {}

  /** Adds to the filters of a query that the collection must be one of the client's. */
  public static void narrow(Client client, ObjectNode query) {
    if (client.isRestricted()) {
      query.set(FILTERS, narrowed(query.path(FILTERS), condition(client)));
    }
  }

  /**
   * Narrows a list of assets: its {@code collections} too.
   *
   * @return whether anything can be left
   */
  public static boolean narrowList(Client client, ObjectNode query) {
    if (!client.isRestricted()) {
      return true;
    }
    List<String> wanted = wanted(query.path(COLLECTIONS));
    List<String> left =
        client.collections().stream().filter(c -> wanted.isEmpty() || wanted.contains(c)).toList();
    ArrayNode names = query.putArray(COLLECTIONS);
    left.forEach(names::add);
    narrow(client, query);
    return !left.isEmpty();
  }

  /** Drops what an upstream that does not know the filter shows all the same. */
  public static void dropOthers(Client client, JsonNode answer) {
    if (!client.isRestricted()) {
      return;
    }
    if (!(answer.path("results") instanceof ArrayNode results)) {
      throw ProblemType.UPSTREAM_UNREADABLE.with(
          "The upstream's answer cannot be read: it is no list.");
    }
    for (int i = results.size() - 1; i >= 0; i--) {
      if (!shows(client, results.get(i))) {
        results.remove(i);
      }
    }
  }

  private static boolean shows(Client client, JsonNode asset) {
    return client.mayUse(asset.path(COLLECTION).textValue());
  }

  /** Beside an OR the condition would depend on how the upstream joins the two. */
  private static ObjectNode narrowed(JsonNode filters, ObjectNode condition) {
    if (!filters.isMissingNode() && !filters.isNull() && !filters.isObject()) {
      throw ProblemType.INVALID_FIELD.about(FILTERS, "The field filters must be a JSON object.");
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ArrayNode parts = all.putArray(AND);
    if (filters.size() == 1 && filters.path(AND) instanceof ArrayNode own) {
      parts.addAll(own);
    } else if (filters.size() > 0) {
      parts.add(filters);
    }
    parts.add(condition);
    return all;
  }

  private static ObjectNode condition(Client client) {
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    condition.put("key", COLLECTION).put("operator", "in");
    ArrayNode names = condition.putArray("value");
    client.collections().stream().sorted().forEach(names::add);
    return condition;
  }

  private static List<String> wanted(JsonNode collections) {
    if (!collections.isMissingNode() && !collections.isNull() && !collections.isArray()) {
      throw ProblemType.INVALID_FIELD.about(COLLECTIONS, "The field collections must be a list.");
    }
    List<String> names = new ArrayList<>();
    collections.forEach(name -> names.add(name.asText()));
    return names;
  }
}
