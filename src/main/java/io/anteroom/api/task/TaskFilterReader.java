package io.anteroom.api.task;

import io.anteroom.api.paging.TimeParameter;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.list.TaskFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
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
 * Reads a filter of tasks: of the URL of a list, or of a body. Immutable.
 *
 * @param values by name, each repeated or with commas in between
 * @param where what a problem calls a value, before its name
 * @param prefix what the names of fields of a problem begin with
 */
public record TaskFilterReader(MultivaluedMap<String, String> values, String where, String prefix) {

  public static final String CLIENT = "client";

  /** The names of all values that it reads. */
  public static final List<String> NAMES =
      List.of(
          CLIENT,
          "status",
          "kind",
          "phase",
          "doubled",
          "undelivered",
          "collection_id",
          "reference",
          "batch",
          "created_after",
          "created_before",
          "accepted_after",
          "accepted_before",
          "undelivered_since");

  public static TaskFilterReader ofQuery(MultivaluedMap<String, String> query) {
    return new TaskFilterReader(query, "The parameter ", "");
  }

  /** The filter; of the clients that it names, or of all. */
  public TaskFilter read() {
    return read(clients());
  }

  /** The filter, of these clients whatever it names. */
  TaskFilter read(Set<String> clients) {
    return new TaskFilter(
        clients,
        words("status", TaskStatus.class, TaskStatus::named),
        words("kind", TaskKind.class, TaskFilterReader::kind),
        words("phase", Phase.class, TaskFilterReader::phase),
        flag("doubled"),
        flag("undelivered"),
        printable("collection_id"),
        printable("reference"),
        id("batch"),
        accepted("after"),
        accepted("before"),
        times().read("undelivered_since"));
  }

  /** The upstream calls it created, and a task's field is {@code accepted_at}: one of the two. */
  private Instant accepted(String side) {
    String created = "created_" + side;
    String accepted = "accepted_" + side;
    if (values.containsKey(created) && values.containsKey(accepted)) {
      throw wrong(accepted, "means the same as " + created + ": give one of them");
    }
    return times().read(values.containsKey(accepted) ? accepted : created);
  }

  private TimeParameter times() {
    return new TimeParameter(values, where, prefix);
  }

  private static Optional<TaskKind> kind(String word) {
    return Arrays.stream(TaskKind.values()).filter(k -> k.label().equals(word)).findFirst();
  }

  private static Optional<Phase> phase(String word) {
    return Arrays.stream(Phase.values()).filter(p -> p.label().equals(word)).findFirst();
  }

  /** None of them can be empty. */
  public Set<String> clients() {
    printable(CLIENT);
    Set<String> names = split(CLIENT).stream().collect(Collectors.toSet());
    if (names.contains("")) {
      throw wrong(CLIENT, "must name a client");
    }
    return names;
  }

  private <E extends Enum<E>> Set<E> words(
      String name, Class<E> type, Function<String, Optional<E>> named) {
    return split(name).stream()
        .map(word -> named.apply(word).orElseThrow(() -> unknown(name, type)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
  }

  private List<String> split(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .toList();
  }

  private <E extends Enum<E>> RuntimeException unknown(String name, Class<E> type) {
    return wrong(
        name,
        Arrays.stream(type.getEnumConstants())
            .map(e -> e instanceof TaskStatus ? e.name() : e.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ", "takes these words: ", "")));
  }

  /** The text, or null where it is not given. */
  public String printable(String name) {
    for (String value : values.getOrDefault(name, List.of())) {
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw wrong(name, "must not hold control characters");
      }
    }
    return values.getFirst(name);
  }

  private boolean flag(String name) {
    return Boolean.TRUE.equals(choice(name));
  }

  /** True or false; null where it is not given. */
  public Boolean choice(String name) {
    String value = values.getFirst(name);
    if (value == null || value.equals("true") || value.equals("false")) {
      return value == null ? null : Boolean.valueOf(value);
    }
    throw wrong(name, "must be true or false");
  }

  /** The UUID, or null where it is not given. */
  public UUID id(String name) {
    String value = values.getFirst(name);
    if (value != null && !TaskIdParameter.isOne(value)) {
      throw wrong(name, "must be a UUID");
    }
    return value == null ? null : UUID.fromString(value);
  }

  private RuntimeException wrong(String name, String what) {
    return ProblemType.INVALID_FIELD.about(prefix + name, where + prefix + name + " " + what + ".");
  }
}
