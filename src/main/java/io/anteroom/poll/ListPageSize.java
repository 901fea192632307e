package io.anteroom.poll;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.account.Account;
import io.anteroom.async.LatestUsedMap;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tasks one poll of the list asks for, so that its answer is not too large. A page is
 * halved when its answer was, and grows slowly again; of a task that was seen to be large no more
 * are asked for at once than fit. Remembered by this replica alone. Thread-safe.
 */
@Singleton
class ListPageSize {

  /** An asset with so many bytes of metadata counts by them, and any other by its number. */
  private static final int LARGE = 64 * 1024;

  private static final int MAX_REMEMBERED = 10_000;

  /** A quarter of the largest answer: several polls are under way at once. */
  private final long maxBytes;

  private final int largest;
  private final Map<String, Integer> sizes = new ConcurrentHashMap<>();
  private final Map<String, Long> large = new LatestUsedMap<>(MAX_REMEMBERED);

  ListPageSize(PollSettings settings, ResponseMemory bytes) {
    this.maxBytes = bytes.maxResponse() / 4;
    this.largest = settings.pageSize();
  }

  /** Those of the tasks that one poll may ask for, in their order; one at least. */
  List<RunningTask> fitting(Account account, List<RunningTask> tasks) {
    int max = sizes.getOrDefault(account.name(), largest);
    List<RunningTask> page = new ArrayList<>();
    int small = 0;
    long bytes = 0;
    for (RunningTask task : tasks) {
      long size = sizeOf(task);
      if (size == 0 ? small < max : bytes + size <= maxBytes || page.isEmpty()) {
        page.add(task);
        bytes += size;
        small += size == 0 ? 1 : 0;
      }
    }
    return page;
  }

  /** The answer to a poll of these was cut off. */
  void tooLarge(Account account, List<RunningTask> asked) {
    sizes.put(account.name(), Math.max(1, asked.size() / 2));
    if (asked.size() == 1) {
      remember(asked.get(0).marker(), maxBytes);
    }
  }

  /** The answer to a poll of these was read. */
  void read(Account account, UpstreamResponse answer) {
    for (JsonNode asset : answer.body().path("results")) {
      JsonNode metadata = asset.path("metadata");
      remember(metadata.path(UpstreamTask.MARKER).asText(), weigh(metadata));
    }
    sizes.computeIfPresent(
        account.name(), (name, size) -> size >= largest ? null : size + Math.max(1, size / 8));
  }

  /** Whether the list is the dearer way to poll the task: alone it comes without its metadata. */
  boolean isBetterAlone(RunningTask task) {
    return sizeOf(task) >= maxBytes / 2;
  }

  private synchronized long sizeOf(RunningTask task) {
    return large.getOrDefault(task.marker(), 0L);
  }

  private synchronized void remember(String marker, long bytes) {
    if (bytes < LARGE) {
      large.remove(marker);
    } else {
      large.put(marker, bytes);
    }
  }

  /** About as many bytes as it was sent in. */
  private static long weigh(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length() + 2L;
    }
    if (node.isValueNode()) {
      return 8;
    }
    long sum = 2;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      sum += field.getKey().length() + 4L + weigh(field.getValue());
    }
    if (node.isArray()) {
      for (JsonNode element : node) {
        sum += 1 + weigh(element);
      }
    }
    return sum;
  }
}
