package io.anteroom.task.list;

import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which tasks a list shows. Immutable.
 *
 * @param clients whose; empty for those of all clients, as only operators see them
 * @param statuses only with one of these; empty for any
 * @param kinds only of one of these; empty for any
 * @param phases only in one of these, as they are shown ({@code cancelling} as soon as a cancel was
 *     asked for); empty for any
 * @param doubled only those of which a duplicate asset was found
 * @param undelivered only those whose callback was given up
 * @param collectionId only of this collection, or null
 * @param reference only with this reference, or null
 * @param batch only of this batch, or null
 * @param createdAfter only those accepted at this moment or later, or null
 * @param createdBefore only those accepted before this moment, or null
 * @param undeliveredSince only those whose callback was given up at this moment or later, so that
 *     {@code undelivered} is true; or null
 */
public record TaskFilter(
    Set<String> clients,
    Set<TaskStatus> statuses,
    Set<TaskKind> kinds,
    Set<Phase> phases,
    boolean doubled,
    boolean undelivered,
    String collectionId,
    String reference,
    UUID batch,
    Instant createdAfter,
    Instant createdBefore,
    Instant undeliveredSince) {

  /** Those that are upstream, or may be: each has an index of its own in the database. */
  private static final Set<Phase> UPSTREAM =
      EnumSet.of(Phase.SUBMITTING, Phase.IN_DOUBT, Phase.RUNNING, Phase.CANCELLING);

  /** Copies the sets. */
  public TaskFilter {
    undelivered |= undeliveredSince != null;
    clients = Set.copyOf(clients);
    statuses = Set.copyOf(statuses);
    kinds = Set.copyOf(kinds);
    phases = Set.copyOf(phases);
  }

  /** All tasks of a client. */
  public static TaskFilter of(String client) {
    return new TaskFilter(
        Set.of(client),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Whether it names nothing, so that it shows every task. */
  public boolean isEmpty() {
    return clients.isEmpty()
        && statuses.isEmpty()
        && kinds.isEmpty()
        && phases.isEmpty()
        && !doubled
        && !undelivered
        && collectionId == null
        && reference == null
        && batch == null
        && createdAfter == null
        && createdBefore == null;
  }

  /**
   * The same, and only tasks with one of these statuses and in one of these phases, accepted before
   * this moment; empty where that leaves nothing.
   */
  public Optional<TaskFilter> narrowed(
      Set<TaskStatus> onlyStatuses, Set<Phase> onlyPhases, Instant before) {
    Set<TaskStatus> bothStatuses = both(statuses, onlyStatuses);
    Set<Phase> bothPhases = both(phases, onlyPhases);
    boolean earlier = createdBefore != null && createdBefore.isBefore(before);
    return bothStatuses.isEmpty() || bothPhases.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TaskFilter(
                clients,
                bothStatuses,
                kinds,
                bothPhases,
                doubled,
                undelivered,
                collectionId,
                reference,
                batch,
                createdAfter,
                earlier ? createdBefore : before,
                undeliveredSince));
  }

  /** What both name; a set that names nothing leaves nothing out. */
  private static <T> Set<T> both(Set<T> some, Set<T> others) {
    return some.isEmpty()
        ? others
        : some.stream().filter(others::contains).collect(Collectors.toUnmodifiableSet());
  }

  boolean isOfAllClients() {
    return clients.isEmpty();
  }

  boolean showsClient(String client) {
    return clients.isEmpty() || clients.contains(client);
  }

  boolean shows(TaskStatus status) {
    return (statuses.isEmpty() || statuses.contains(status)) && mayBeShown(status);
  }

  boolean shows(TaskKind kind) {
    return kinds.isEmpty() || kinds.contains(kind);
  }

  /** Whether it names phases, and only such in which a task is upstream or may be. */
  boolean isOfUpstream() {
    return !phases.isEmpty() && UPSTREAM.containsAll(phases);
  }

  /** Whether nothing but the time chooses: of all clients, in the order of the ids. */
  boolean isOfAnything() {
    return isOfAllClients()
        && statuses.isEmpty()
        && kinds.isEmpty()
        && phases.isEmpty()
        && collectionId == null;
  }

  /** Whether a task with this status can be in one of the phases. */
  private boolean mayBeShown(TaskStatus status) {
    return phases.isEmpty() || phases.stream().anyMatch(phase -> isPossible(phase, status));
  }

  private static boolean isPossible(Phase phase, TaskStatus status) {
    return switch (phase) {
      case QUEUED, SUBMITTING, IN_DOUBT -> status == TaskStatus.INITIALIZING;
      case RUNNING, CANCELLING -> !status.isTerminal();
      case ENDED -> status.isTerminal();
    };
  }
}
