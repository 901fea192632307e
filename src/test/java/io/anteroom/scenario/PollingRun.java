package io.anteroom.scenario;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import io.anteroom.sandbox.upstream.counters.Completion;
import java.util.Map;

/** A client of a stand-in upstream of its own that finds out when tasks have ended. */
interface PollingRun extends AutoCloseable {

  String name();

  SandboxUpstream upstream();

  void index(MixedLoad.Content content);

  /** When each end became known, in milliseconds since the epoch, by the upstream's task id. */
  Map<String, Long> knownAt();

  @Override
  void close();

  /**
   * The mean time from an end to its being known, in seconds of the scenario's clock; an end that
   * is not known counts as if it became known now.
   *
   * @param from ends from here on count, in milliseconds since the epoch
   * @param until ends up to here count
   */
  default double meanStaleness(long from, long until) {
    long now = System.currentTimeMillis();
    Map<String, Long> known = knownAt();
    return upstream().completions().stream()
            .filter(end -> end.endedAtMs() >= from && end.endedAtMs() < until)
            .mapToLong(end -> known.getOrDefault(end.taskId(), now) - end.endedAtMs())
            .average()
            .orElseThrow()
        * MixedLoad.SPEED
        / 1000;
  }

  default long ends(long from, long until) {
    return upstream().completions().stream()
        .mapToLong(Completion::endedAtMs)
        .filter(end -> end >= from && end < until)
        .count();
  }
}
