package io.anteroom.api.task;

import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.list.TaskFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a list was asked for.
 *
 * @param paging which page; ignored with a cursor
 * @param after the cursor, the id of a task; null where a page was asked for
 */
record TaskListRequest(TaskFilter filter, Paging paging, UUID after) {

  static final String CLIENT = "client";
  static final String AFTER = "after";
  static final String PAGE = "page";

  /** Date and time of RFC 3339; what reads it checks the rest. */
  private static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d.*";

  /** Of a client, who may name no other one. */
  static TaskListRequest ofClient(String client, MultivaluedMap<String, String> query) {
    if (!Set.of(client).containsAll(names(CLIENT, query))) {
      throw ProblemType.OPERATORS_ONLY.about(
          CLIENT, "Only an operator sees the tasks of another client.");
    }
    return of(Set.of(client), query);
  }

  /** Of an operator: of the clients that are named, or of all. */
  static TaskListRequest ofOperator(MultivaluedMap<String, String> query) {
    return of(names(CLIENT, query), query);
  }

  private static TaskListRequest of(Set<String> clients, MultivaluedMap<String, String> query) {
    UUID after = id(AFTER, query);
    if (after != null && query.containsKey(PAGE)) {
      throw ProblemType.INVALID_FIELD.about(PAGE, "Send page or after, not both.");
    }
    TaskFilter filter =
        new TaskFilter(
            clients,
            words("status", query, TaskStatus.class, TaskStatus::named),
            words("kind", query, TaskKind.class, TaskListRequest::kind),
            words("phase", query, Phase.class, TaskListRequest::phase),
            flag("doubled", query),
            printable("collection_id", query),
            printable("reference", query),
            id("batch", query),
            time("created_after", query),
            time("created_before", query));
    return new TaskListRequest(
        filter, Paging.of(query.getFirst(PAGE), query.getFirst("page_size")), after);
  }

  private static Optional<TaskKind> kind(String word) {
    return Arrays.stream(TaskKind.values()).filter(k -> k.label().equals(word)).findFirst();
  }

  private static Optional<Phase> phase(String word) {
    return Arrays.stream(Phase.values()).filter(p -> p.label().equals(word)).findFirst();
  }

  /** Repeated, or with commas in between; none of them can be empty. */
  private static Set<String> names(String name, MultivaluedMap<String, String> query) {
    printable(name, query);
    Set<String> names =
        query.getOrDefault(name, List.of()).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .collect(Collectors.toSet());
    if (names.contains("")) {
      throw ProblemType.INVALID_FIELD.about(
          name, "The parameter %s must name a client.".formatted(name));
    }
    return names;
  }

  /** Repeated, or with commas in between. */
  private static <E extends Enum<E>> Set<E> words(
      String name,
      MultivaluedMap<String, String> query,
      Class<E> type,
      Function<String, Optional<E>> named) {
    return query.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(word -> named.apply(word).orElseThrow(() -> unknown(name, type)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
  }

  private static <E extends Enum<E>> RuntimeException unknown(String name, Class<E> type) {
    String known =
        Arrays.stream(type.getEnumConstants())
            .map(e -> e instanceof TaskStatus ? e.name() : e.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return ProblemType.INVALID_FIELD.about(
        name, "The parameter %s takes these words: %s.".formatted(name, known));
  }

  private static String printable(String name, MultivaluedMap<String, String> query) {
    for (String value : query.getOrDefault(name, List.of())) {
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw ProblemType.INVALID_FIELD.about(
            name, "The parameter %s must not hold control characters.".formatted(name));
      }
    }
    return query.getFirst(name);
  }

  private static boolean flag(String name, MultivaluedMap<String, String> query) {
    String value = query.getFirst(name);
    if (value == null || value.equals("true") || value.equals("false")) {
      return "true".equals(value);
    }
    throw ProblemType.INVALID_FIELD.about(
        name, "The parameter %s must be true or false.".formatted(name));
  }

  private static UUID id(String name, MultivaluedMap<String, String> query) {
    String value = query.getFirst(name);
    if (value != null && !TaskIdParameter.isOne(value)) {
      throw ProblemType.INVALID_FIELD.about(
          name, "The parameter %s must be a UUID.".formatted(name));
    }
    return value == null ? null : UUID.fromString(value);
  }

  private static Instant time(String name, MultivaluedMap<String, String> query) {
    String value = query.getFirst(name);
    try {
      if (value == null || value.matches(TIMESTAMP)) {
        return value == null ? null : OffsetDateTime.parse(value).toInstant();
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw ProblemType.INVALID_FIELD.about(
        name,
        "The parameter %s must be a time of RFC 3339, as 2026-01-31T08:00:00Z; a + in it is sent as %%2B."
            .formatted(name));
  }
}
