package io.anteroom.waiting.stream;

import io.anteroom.async.Ticker;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventPosition;
import io.anteroom.waiting.WaitRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The event streams of this replica: admits, opens and ends them. Thread-safe. */
@Singleton
public class EventFeeds {

  /** Of the 20 connections that the engine has too. */
  private static final int READS_AT_ONCE = 4;

  /** Who reads streams: a client, or an operator, who is told of the tasks of all clients. */
  private record Reader(String name, boolean isOperator) {}

  private final EventLog log;
  private final WaitRegistry registry;
  private final Vertx vertx;
  private final EventReadLimit gate;
  private final EventStreamSettings settings;
  private final Ticker ticker;
  private final Map<Reader, Set<EventFeed>> open = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  public EventFeeds(
      EventLog log,
      WaitRegistry registry,
      Vertx vertx,
      EventStreamSettings settings,
      Ticker ticker) {
    this.log = log;
    this.registry = registry;
    this.vertx = vertx;
    this.gate = new EventReadLimit(vertx, READS_AT_ONCE);
    this.settings = settings;
    this.ticker = ticker;
  }

  void register(@Observes StartupEvent event, MeterRegistry registry) {
    registry.gauge("anteroom.event.streams", this, EventFeeds::size);
  }

  /**
   * Streams end in good order, before the server waits for what is under way: their clients go on
   * elsewhere, after the last event that they saw.
   */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    stopped = true;
    open.values().forEach(feeds -> feeds.forEach(EventFeed::end));
  }

  /** Tells of each client how many streams it reads, where it reads any. */
  public void countStreams(BiConsumer<String, Integer> each) {
    open.forEach(
        (reader, feeds) -> {
          if (!reader.isOperator()) {
            each.accept(reader.name(), feeds.size());
          }
        });
  }

  public int size() {
    return open.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * A stream of this client, to be opened; from here on its changes are told. Whoever has it must
   * close it, whatever comes.
   *
   * @throws TooManyStreamsException where the client has as many as it may have
   */
  public EventFeed admit(String client) {
    return admit(new Reader(client, false));
  }

  /** The same for an operator, who may have as many as a client. */
  public EventFeed admitOperator(String operator) {
    return admit(new Reader(operator, true));
  }

  private EventFeed admit(Reader reader) {
    EventFeed feed = new EventFeed(vertx, gate, registry, done -> forget(reader, done), ticker);
    open.compute(reader, (name, feeds) -> with(feed, feeds));
    if (reader.isOperator()) {
      registry.listenToAll(feed);
    } else {
      registry.listen(reader.name(), feed);
    }
    if (stopped) {
      feed.end();
    }
    return feed;
  }

  /** Behind the event of this number of a task; 0 is before its first. */
  public EventCursor ofTask(UUID task, int no) {
    return new TaskEventCursor(log, task, no);
  }

  /** Behind this position of the log, in the events of all tasks of a client. */
  public EventCursor ofClient(String client, EventPosition position) {
    return new LogEventCursor((after, max) -> log.ofClient(client, after, max), position);
  }

  /**
   * Behind this position of the log, in the events of the tasks of a batch.
   *
   * @param unfinished those whose last event comes after it
   */
  public EventCursor ofBatch(UUID batch, Collection<UUID> unfinished, EventPosition position) {
    return new BatchEventCursor(log, batch, unfinished, position);
  }

  /** Behind this position of the log, in the events of all tasks. */
  public EventCursor ofAll(EventPosition position) {
    return new LogEventCursor(log::ofAll, position);
  }

  private Set<EventFeed> with(EventFeed feed, Set<EventFeed> feeds) {
    Set<EventFeed> all = feeds == null ? ConcurrentHashMap.newKeySet() : feeds;
    if (all.size() >= settings.maxPerClient()) {
      throw new TooManyStreamsException(settings.maxPerClient());
    }
    all.add(feed);
    return all;
  }

  private void forget(Reader reader, EventFeed feed) {
    if (reader.isOperator()) {
      registry.forgetOfAll(feed);
    } else {
      registry.forget(reader.name(), feed);
    }
    open.computeIfPresent(
        reader,
        (name, feeds) -> {
          feeds.remove(feed);
          return feeds.isEmpty() ? null : feeds;
        });
  }
}
