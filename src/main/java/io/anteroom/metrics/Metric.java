package io.anteroom.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A metric that Anteroom shows. Immutable.
 *
 * @param id its name in the code: words with dots
 * @param labels the names of its labels; none has values that a client can choose
 * @param meaning what it counts or measures, for people, without a full stop at the end
 * @param bounds the upper bounds of its buckets; empty unless it is a histogram
 */
public record Metric(
    String id, Kind kind, Scope scope, List<String> labels, String meaning, List<Duration> bounds) {

  /** What Prometheus knows it as. */
  public enum Kind {
    COUNTER("_total"),
    GAUGE(""),
    /** A histogram of durations. */
    HISTOGRAM("_seconds");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  /** Of what it tells, and so how the values of several replicas go together. */
  public enum Scope {
    /** Of all replicas together. */
    CLUSTER("Of the cluster: each replica shows the same, so take max, not sum"),
    /** Of what one replica does. */
    REPLICA("Of this replica: take the sum over replicas"),
    /** Of something that all share, as one replica sees it. */
    VIEW("As this replica sees it: take max over replicas");

    private final String words;

    Scope(String words) {
      this.words = words;
    }
  }

  static Metric counter(String id, Scope scope, String meaning, String... labels) {
    return new Metric(id, Kind.COUNTER, scope, List.of(labels), meaning, List.of());
  }

  static Metric gauge(String id, Scope scope, String meaning, String... labels) {
    return new Metric(id, Kind.GAUGE, scope, List.of(labels), meaning, List.of());
  }

  /**
   * A histogram of durations of this replica.
   *
   * @param bounds in milliseconds, ascending
   */
  static Metric histogram(String id, long[] bounds, String meaning, String... labels) {
    return new Metric(
        id,
        Kind.HISTOGRAM,
        Scope.REPLICA,
        List.of(labels),
        meaning,
        Arrays.stream(bounds).mapToObj(Duration::ofMillis).toList());
  }

  /** Its name in Prometheus; a histogram's series have {@code _bucket} and the like after it. */
  public String name() {
    return id.replace('.', '_') + kind.suffix;
  }

  /** What HELP says. */
  public String help() {
    return meaning + ". " + scope.words + ".";
  }
}
