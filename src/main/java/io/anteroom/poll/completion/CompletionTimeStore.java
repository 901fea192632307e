package io.anteroom.poll.completion;

import io.anteroom.async.Gatherer;
import io.anteroom.task.Workload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** How long tasks took upstream, as decayed histograms that all replicas share. Thread-safe. */
@Singleton
public class CompletionTimeStore {

  /** An observation keeps this part of its weight with each one after it: about 200 count. */
  public static final double DECAY = 1 - 1.0 / 200;

  private static final String ADD =
      """
      insert into completion_histogram as h (account, workload, weights, observations, updated_at)
      select account, workload, weights::float8[], observations, now()
      from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
           as u (account, workload, weights, observations)
      order by account, workload
      on conflict (account, workload) do update set
        weights = array(
          select coalesce(w.old, 0) * power($5::float8, excluded.observations) + coalesce(w.new, 0)
          from unnest(h.weights, excluded.weights) with ordinality as w (old, new, i)
          order by w.i),
        observations = h.observations + excluded.observations,
        updated_at = now()
      """;

  private static final String ALL = "select account, workload, weights from completion_histogram";

  /**
   * Whose histogram it is.
   *
   * @param account the account they are submitted to
   * @param workload the label of their {@link Workload}
   */
  public record Key(String account, String workload) {

    /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && account.equals(that.account)
          && Objects.equals(workload, that.workload);
    }

    @Override
    public int hashCode() {
      return 31 * account.hashCode() + Objects.hashCode(workload);
    }
  }

  /**
   * Weights, one for each bucket of the engine's curves.
   *
   * @param key whose they are
   * @param weights none negative; not to be changed
   */
  public record Histogram(Key key, double[] weights) {}

  private final Pool pool;
  private final Gatherer<Histogram, Void> observations;

  /** Only stores its parts. */
  public CompletionTimeStore(Pool pool) {
    this.pool = pool;
    this.observations = new Gatherer<>(200, 1, this::write);
  }

  /** Adds one observation, whose weights sum to 1; with it those before lose a little weight. */
  public Uni<Void> add(Histogram observation) {
    return observations.add(observation);
  }

  /** Everything that was learned. */
  public Uni<List<Histogram>> all() {
    return pool.query(ALL)
        .execute()
        .map(
            rows -> {
              List<Histogram> all = new ArrayList<>(rows.size());
              rows.forEach(
                  row ->
                      all.add(
                          new Histogram(
                              new Key(row.getString(0), row.getString(1)),
                              Arrays.stream(row.getArrayOfDoubles(2))
                                  .mapToDouble(Double::doubleValue)
                                  .toArray())));
              return all;
            });
  }

  /** One row for each key: a statement cannot change a row twice. */
  private Uni<List<Void>> write(List<Histogram> batch) {
    Map<Key, List<Histogram>> byPlace =
        batch.stream().collect(Collectors.groupingBy(Histogram::key));
    List<Key> places = List.copyOf(byPlace.keySet());
    List<List<Histogram>> rows = places.stream().map(byPlace::get).toList();
    Tuple values =
        Tuple.of(
            places.stream().map(Key::account).toArray(String[]::new),
            places.stream().map(Key::workload).toArray(String[]::new),
            rows.stream().map(CompletionTimeStore::sum).toArray(String[]::new),
            rows.stream().map(row -> (long) row.size()).toArray(Long[]::new),
            DECAY);
    return pool.preparedQuery(ADD)
        .execute(values)
        .replaceWith(() -> Collections.nCopies(batch.size(), null));
  }

  /** As the text of an array: arrays of arrays would all be one array to {@code unnest}. */
  private static String sum(List<Histogram> rows) {
    double[] sum = new double[rows.get(0).weights().length];
    rows.forEach(row -> Arrays.setAll(sum, i -> sum[i] + row.weights()[i]));
    return Arrays.stream(sum).mapToObj(Double::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
