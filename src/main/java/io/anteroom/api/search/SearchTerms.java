package io.anteroom.api.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.body.SourceUrl;
import io.anteroom.api.problem.ProblemType;

/**
 * What is searched for. A search that the upstream would surely refuse costs no permit. Stateless.
 */
final class SearchTerms {

  private static final String QUERY = "query";
  private static final String URL = "url";

  private SearchTerms() {}

  /** Refuses a search by words that has none. */
  static void checkText(ObjectNode search) {
    JsonNode words = there(search, QUERY);
    if (!words.isTextual() || words.asText().isBlank()) {
      throw ProblemType.INVALID_FIELD.about(
          QUERY, "The field query must be text that is not blank.");
    }
  }

  /** Refuses a search by a URL that leads nowhere. */
  static void checkUrl(ObjectNode search) {
    SourceUrl.check(there(search, URL));
  }

  private static JsonNode there(ObjectNode search, String field) {
    JsonNode value = search.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw ProblemType.MISSING_FIELD.about(field, "The field %s is needed.".formatted(field));
    }
    return value;
  }
}
