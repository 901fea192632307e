package io.anteroom.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Brings the metrics of libraries to the conventions of Prometheus: HELP on each, labels in snake
 * case, no name of a class as a label. Leaves out what cannot be brought there, and what Anteroom
 * shows itself. Stateless.
 */
@Singleton
public class PlatformMetricFilter implements MeterFilter {

  /**
   * Nanoseconds, where process.cpu.usage tells the same; connections, of which there is
   * anteroom.http.connections; calls of the REST client, of which there is
   * anteroom.upstream.request.duration.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "process.cpu.time",
          "http.server.connections",
          "redis.connections",
          "http.client.requests");

  /** Those of fault tolerance, whose labels are names of classes and methods. */
  private static final String FAULT_TOLERANCE = "ft.";

  /** A name that ends in count is that of a part of a histogram. */
  private static final Map<String, String> RENAMED = Map.of("system.cpu.count", "system.cpus");

  /** Its values are names of classes; the label name tells them apart too. */
  private static final String CLASS_OF_ALLOCATOR = "allocator.type";

  private static final Map<String, String> HELP =
      Map.of(
          "netty.allocator.memory.used", "Bytes that an allocator of Netty has reserved",
          "netty.allocator.memory.pinned", "Bytes of an allocator of Netty that buffers use now",
          "netty.allocator.pooled.arenas", "Arenas of a pooled allocator of Netty",
          "netty.allocator.pooled.cache.size", "Size of the caches of a pooled allocator of Netty",
          "netty.allocator.pooled.threadlocal.caches",
              "Thread-local caches of a pooled allocator of Netty",
          "netty.allocator.pooled.chunk.size", "Bytes of a chunk of a pooled allocator of Netty",
          "netty.eventexecutor.tasks.pending", "Tasks that wait for an event loop");

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    return LEFT_OUT.contains(id.getName()) || id.getName().startsWith(FAULT_TOLERANCE)
        ? MeterFilterReply.DENY
        : MeterFilterReply.NEUTRAL;
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    String name = id.getName();
    return MetricCatalog.find(name).isPresent()
        ? id
        : new Meter.Id(
            RENAMED.getOrDefault(name, name),
            Tags.of(labels(id)),
            id.getBaseUnit(),
            HELP.getOrDefault(name, id.getDescription()),
            id.getType());
  }

  private static List<Tag> labels(Meter.Id id) {
    return StreamSupport.stream(id.getTagsAsIterable().spliterator(), false)
        .filter(tag -> !tag.getKey().equals(CLASS_OF_ALLOCATOR))
        .map(tag -> Tag.of(snakeCase(tag.getKey()), tag.getValue()))
        .toList();
  }

  private static String snakeCase(String key) {
    return key.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
