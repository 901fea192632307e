package io.anteroom.api.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.index.FieldSlips;
import io.anteroom.api.index.IndexRequest;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.task.TaskKind;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A checked request to index things together.
 *
 * @param reference the client's own name for the batch, or null
 * @param callbackUrl who is told once, when all have ended, or null
 * @param items those that can be accepted, in their order
 */
record BatchRequest(
    String reference, String callbackUrl, List<Item> items, List<RefusedItem> refused) {

  /**
   * An item that can be accepted.
   *
   * @param index which, from 0
   * @param forwarded what the upstream gets, as JSON
   */
  record Item(int index, IndexRequest request, String forwarded) {

    /** The same, and this URL, or nobody where it is null, is told of the end. */
    Item toldTo(String url) {
      return new Item(index, request.with(request.options().withCallbackUrl(url)), forwarded);
    }
  }

  static final int MAX_ITEMS = 1000;

  private static final String ITEMS = "items";
  private static final String REFERENCE = "reference";
  private static final Set<String> FIELDS = Set.of(ITEMS, IndexRequest.CALLBACK_URL, REFERENCE);
  private static final Set<TaskKind> KINDS = EnumSet.of(TaskKind.URL, TaskKind.TEXT);

  /**
   * Checks a body. Unlike an item it is forwarded to nobody, so an unknown field is a mistake.
   *
   * @param body is changed
   * @param client whose request it is: an item of a collection that it may not use is refused
   */
  static BatchRequest of(ObjectNode body, Client client) {
    body.properties().removeIf(field -> field.getValue().isNull());
    body.fieldNames().forEachRemaining(BatchRequest::checkName);
    String reference = IndexRequest.name(body, REFERENCE);
    String callbackUrl = IndexRequest.text(body, IndexRequest.CALLBACK_URL, IndexRequest.MAX_URL);
    BatchRequest request =
        new BatchRequest(reference, callbackUrl, new ArrayList<>(), new ArrayList<>());
    ArrayNode items = items(body.path(ITEMS));
    for (int i = 0; i < items.size(); i++) {
      request.add(i, items.get(i), client);
    }
    return request;
  }

  /** The value of {@code Warning}: what is probably misspelled in its items, or nothing. */
  String warning() {
    FieldSlips slips = IndexRequest.slips();
    items.forEach(
        item -> item.request().findSlips("%s[%d].".formatted(ITEMS, item.index()), slips));
    return slips.text();
  }

  /** What would never fit into the queue of its client is not refused as if it once might. */
  void demandAtMost(int max) {
    if (items.size() > max) {
      throw ProblemType.INVALID_FIELD.about(
          ITEMS,
          "The field items has %d items to accept, and at most %d tasks of this client may wait."
              .formatted(items.size(), max));
    }
  }

  private void add(int index, JsonNode node, Client client) {
    try {
      IndexRequest request = IndexRequest.of(item(node), KINDS);
      Caller.demandCollection(client, request.collectionId());
      items.add(new Item(index, request, JsonWriter.text(request.forwarded())));
    } catch (HttpProblem problem) {
      refused.add(RefusedItem.of(index, problem));
    }
  }

  private static ObjectNode item(JsonNode node) {
    if (!(node instanceof ObjectNode item)) {
      throw ProblemType.MALFORMED_JSON.with("An item must be a JSON object.");
    }
    if (!item.hasNonNull("url") && !item.hasNonNull("text")) {
      throw ProblemType.MISSING_FIELD.about(
          "url", "Send url or text; a file has a call of its own.");
    }
    return item;
  }

  private static ArrayNode items(JsonNode node) {
    if (node.isMissingNode()) {
      throw ProblemType.MISSING_FIELD.about(ITEMS, "The field items is needed.");
    }
    if (node instanceof ArrayNode items && !items.isEmpty() && items.size() <= MAX_ITEMS) {
      return items;
    }
    throw ProblemType.INVALID_FIELD.about(
        ITEMS, "The field items must be an array of 1 to %d items.".formatted(MAX_ITEMS));
  }

  private static void checkName(String name) {
    if (!FIELDS.contains(name)) {
      throw ProblemType.INVALID_FIELD.about(
          name, "A batch has no such field; it has items, callback_url and reference.");
    }
  }
}
