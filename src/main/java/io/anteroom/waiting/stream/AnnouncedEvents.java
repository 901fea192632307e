package io.anteroom.waiting.stream;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which events a stream was told of, and which of them it has read. Each is told of more than once,
 * by this replica, by a hint and by the reading of the log. Remembers the last tasks only: what it
 * forgot costs a read that finds nothing. Thread-safe.
 */
final class AnnouncedEvents {

  private static final int TASKS = 256;

  private static final class Numbers {
    private int told;
    private int read;

    private boolean isBehind() {
      return told > read;
    }
  }

  private final Map<UUID, Numbers> tasks = new LinkedHashMap<>(16, 0.75f, true);
  private int behind;

  /** A task has an event of this number; answers whether it was not read yet. */
  synchronized boolean tell(UUID task, int no) {
    Numbers numbers = numbers(task);
    boolean wasBehind = numbers.isBehind();
    numbers.told = Math.max(numbers.told, no);
    count(wasBehind, numbers.isBehind());
    return no > numbers.read;
  }

  synchronized void read(UUID task, int no) {
    Numbers numbers = numbers(task);
    boolean wasBehind = numbers.isBehind();
    numbers.read = Math.max(numbers.read, no);
    count(wasBehind, numbers.isBehind());
  }

  /** Whether one that was told of was not read yet. */
  synchronized boolean isBehind() {
    return behind > 0;
  }

  /** Expects none of them any more. */
  synchronized void forget() {
    tasks.values().removeIf(Numbers::isBehind);
    behind = 0;
  }

  private Numbers numbers(UUID task) {
    Numbers known = tasks.get(task);
    if (known == null) {
      known = new Numbers();
      tasks.put(task, known);
      dropEldest();
    }
    return known;
  }

  private void dropEldest() {
    if (tasks.size() > TASKS) {
      Iterator<Numbers> eldest = tasks.values().iterator();
      count(eldest.next().isBehind(), false);
      eldest.remove();
    }
  }

  private void count(boolean wasBehind, boolean isBehind) {
    behind += (isBehind ? 1 : 0) - (wasBehind ? 1 : 0);
  }
}
