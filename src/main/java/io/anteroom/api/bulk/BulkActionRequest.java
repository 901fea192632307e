package io.anteroom.api.bulk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.bulk.BulkActionKind;
import io.anteroom.task.list.TaskFilter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A checked request for a bulk action.
 *
 * @param reason null only where it is a dry run
 */
record BulkActionRequest(BulkActionKind kind, TaskFilter filter, boolean dryRun, String reason) {

  private static final String ACTION = "action";
  private static final String FILTER = "filter";
  private static final String DRY_RUN = "dry_run";
  private static final Set<String> FIELDS = Set.of(ACTION, FILTER, DRY_RUN, Acts.REASON);

  /**
   * Checks a body.
   *
   * @param body is changed
   */
  static BulkActionRequest of(ObjectNode body) {
    body.properties().removeIf(field -> field.getValue().isNull());
    body.fieldNames().forEachRemaining(BulkActionRequest::checkName);
    BulkActionKind kind = kind(body.path(ACTION));
    TaskFilter filter = filter(body.path(FILTER));
    boolean dryRun = dryRun(body.path(DRY_RUN));
    return new BulkActionRequest(kind, filter, dryRun, reason(body.path(Acts.REASON), dryRun));
  }

  private static void checkName(String name) {
    if (!FIELDS.contains(name)) {
      throw ProblemType.INVALID_FIELD.about(
          name, "A bulk action has no such field; it has action, filter, reason and dry_run.");
    }
  }

  private static BulkActionKind kind(JsonNode action) {
    demand(ACTION, action);
    return BulkActionKind.labelled(action.asText())
        .filter(kind -> action.isTextual())
        .orElseThrow(
            () ->
                ProblemType.INVALID_FIELD.about(
                    ACTION,
                    Arrays.stream(BulkActionKind.values())
                        .map(BulkActionKind::label)
                        .collect(
                            Collectors.joining(
                                ", ", "The field action takes these words: ", "."))));
  }

  private static TaskFilter filter(JsonNode filter) {
    demand(FILTER, filter);
    if (!(filter instanceof ObjectNode fields)) {
      throw ProblemType.INVALID_FIELD.about(FILTER, "The field filter must be a JSON object.");
    }
    TaskFilter read = FilterFields.read(fields);
    if (read.isEmpty()) {
      throw ProblemType.INVALID_FIELD.about(
          FILTER, "The field filter must name something: an empty one is every task of everybody.");
    }
    return read;
  }

  private static boolean dryRun(JsonNode dryRun) {
    if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
      throw ProblemType.INVALID_FIELD.about(DRY_RUN, "The field dry_run must be true or false.");
    }
    return dryRun.asBoolean();
  }

  private static String reason(JsonNode reason, boolean dryRun) {
    if (dryRun && reason.isMissingNode()) {
      return null;
    }
    demand(Acts.REASON, reason);
    if (!reason.isTextual() || !Acts.isUsable(reason.asText())) {
      throw ProblemType.INVALID_FIELD.about(
          Acts.REASON,
          "The field reason must be a text of 1 to %d characters, none of them a control character."
              .formatted(Acts.MAX_REASON));
    }
    return reason.asText();
  }

  private static void demand(String name, JsonNode value) {
    if (value.isMissingNode()) {
      throw ProblemType.MISSING_FIELD.about(name, "The field %s is needed.".formatted(name));
    }
  }
}
