package io.anteroom.accept.queue;

import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * The queue of an account as it stood at a moment: for each client and kind how many tasks wait,
 * and the places of some of them, so that the place of any other one is known nearly. Immutable.
 */
public final class QueueOutline {

  /** A task in its line: the one that leaves first has place 1. */
  record Place(int priority, UUID id, long place) {

    /** Milliseconds since 1970: an id is a UUID v7. */
    private long millis() {
      return id.getMostSignificantBits() >>> 16;
    }
  }

  private final Map<TaskKind, Map<String, List<Place>>> lines;

  /**
   * The lines of an account, by kind and client.
   *
   * @param lines the places in their order, first and last among them; not empty for any line
   */
  QueueOutline(Map<TaskKind, Map<String, List<Place>>> lines) {
    this.lines = lines;
  }

  /** How many tasks of this client and kind wait. */
  public long tasks(String client, TaskKind kind) {
    return length(line(client, kind));
  }

  /**
   * How many tasks are submitted until this one is, with it, if no other one comes: those of its
   * own client that go first, and of each other client as many as its weight gives it meanwhile.
   * Where its own place lies between two that are known, it is guessed.
   *
   * @param task a queued task
   * @param weights the weight of a client
   */
  public long position(Task task, ToDoubleFunction<String> weights) {
    long own = place(task);
    double weight = weights.applyAsDouble(task.client);
    long position = own;
    for (Map.Entry<String, List<Place>> other : linesOf(task.kind).entrySet()) {
      if (!other.getKey().equals(task.client)) {
        long turns = (long) Math.ceil(own * weights.applyAsDouble(other.getKey()) / weight);
        position += Math.min(length(other.getValue()), turns);
      }
    }
    return position;
  }

  private Map<String, List<Place>> linesOf(TaskKind kind) {
    return lines.getOrDefault(kind, Map.of());
  }

  private List<Place> line(String client, TaskKind kind) {
    return linesOf(kind).getOrDefault(client, List.of());
  }

  private static long length(List<Place> places) {
    return places.isEmpty() ? 0 : places.get(places.size() - 1).place();
  }

  /** Among those of its own client. One that came after the moment is taken for the last. */
  private long place(Task task) {
    List<Place> places = line(task.client, task.kind);
    int after = firstAfter(places, task);
    if (after == 0) {
      return 1;
    }
    Place before = places.get(after - 1);
    if (before.id().equals(task.id)) {
      return before.place();
    }
    return after == places.size() ? before.place() + 1 : between(before, places.get(after), task);
  }

  /** By the times of the accepts, if all three leave in the order of these. */
  private static long between(Place before, Place after, Task task) {
    long span = after.millis() - before.millis();
    boolean isByTime = before.priority() == task.priority && after.priority() == task.priority;
    if (!isByTime || span <= 0) {
      return Math.min(before.place() + 1, after.place());
    }
    long millis = (task.id.getMostSignificantBits() >>> 16) - before.millis();
    long guess = before.place() + (after.place() - before.place()) * millis / span;
    return Math.max(before.place() + 1, Math.min(guess, after.place() - 1));
  }

  /** The index of the first place behind the task. */
  private static int firstAfter(List<Place> places, Task task) {
    int low = 0;
    int high = places.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBehind(places.get(middle), task)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Higher priorities leave first, then lesser ids, by their bits as PostgreSQL orders them. */
  private static boolean isBehind(Place place, Task task) {
    if (place.priority() != task.priority) {
      return place.priority() < task.priority;
    }
    int high =
        Long.compareUnsigned(place.id().getMostSignificantBits(), task.id.getMostSignificantBits());
    return high != 0
        ? high > 0
        : Long.compareUnsigned(
                place.id().getLeastSignificantBits(), task.id.getLeastSignificantBits())
            > 0;
  }
}
