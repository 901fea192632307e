package io.anteroom.bench.beside;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/** What the stand-in has seen since the last reset. Thread-safe. */
final class UpstreamRecord {

  final AtomicInteger submits = new AtomicInteger();
  final AtomicInteger polls = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  /** Texts whose end a response has shown. */
  final AtomicInteger known = new AtomicInteger();

  private static final int NEWEST = 100;

  private final ConcurrentLinkedDeque<UpstreamTask> newest = new ConcurrentLinkedDeque<>();
  private final Map<String, UpstreamTask> byId = new ConcurrentHashMap<>();
  private final Map<String, List<UpstreamTask>> byMarker = new ConcurrentHashMap<>();
  private final Map<String, List<UpstreamTask>> byText = new ConcurrentHashMap<>();

  void add(UpstreamTask task) {
    byId.put(task.id, task);
    newest.addFirst(task);
    if (byId.size() > NEWEST) {
      newest.pollLast();
    }
    if (task.marker != null) {
      append(byMarker, task.marker, task);
    }
    append(byText, task.text, task);
  }

  /** The newest tasks, at most 100. */
  List<UpstreamTask> newest() {
    return List.copyOf(newest);
  }

  /** Or null. */
  UpstreamTask byId(String id) {
    return byId.get(id);
  }

  List<UpstreamTask> byMarker(String marker) {
    return byMarker.getOrDefault(marker, List.of());
  }

  List<UpstreamTask> byText(String text) {
    return byText.getOrDefault(text, List.of());
  }

  /** A removed task is not listed any more. That there were two of its text is not forgotten. */
  void remove(UpstreamTask task) {
    byId.remove(task.id);
    if (task.marker != null) {
      byMarker.remove(task.marker);
    }
  }

  /** Notes that a response shows how a task stands. */
  void show(UpstreamTask task, long now) {
    if (task.hasEnded(now)
        && task.showEnd(now)
        && byText(task.text).stream().filter(each -> each.shownNanos() != 0).count() == 1) {
      known.incrementAndGet();
    }
  }

  /** How many texts were submitted more than once. */
  int doubled() {
    return (int) byText.values().stream().filter(tasks -> tasks.size() > 1).count();
  }

  private static void append(Map<String, List<UpstreamTask>> map, String key, UpstreamTask task) {
    map.merge(
        key,
        List.of(task),
        (before, one) -> {
          List<UpstreamTask> all = new ArrayList<>(before);
          all.addAll(one);
          return all;
        });
  }
}
