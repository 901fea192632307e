package io.anteroom.poll.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.poll.completion.CompletionTimeStore.Histogram;
import io.anteroom.poll.completion.CompletionTimeStore.Key;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class CompletionTimeStoreTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final CompletionTimeStore times = new CompletionTimeStore(postgres.pool());

  private final Key key = new Key("a" + UUID.randomUUID(), "text:s");

  @Test
  void whatIsAddedIsThereAndWhatWasThereLosesALittle() {
    add(key, 1, 0, 0);
    add(key, 0, 0.25, 0.75);
    assertArrayEquals(new double[] {0.995, 0.25, 0.75}, stored(key), 1e-12);
    assertEquals(2, observations());
  }

  @Test
  void observationsOfOneStatementCountEach() {
    add(key, 1, 0, 0);
    List<Uni<Void>> many =
        IntStream.range(0, 100)
            .mapToObj(i -> times.add(new Histogram(key, new double[] {0, 1, 0})))
            .toList();
    Uni.join().all(many).andFailFast().await().atMost(Duration.ofSeconds(30));
    assertEquals(101, observations());
    assertEquals(Math.pow(CompletionTimeStore.DECAY, 100), stored(key)[0], 1e-9);
  }

  @Test
  void twoReplicasAddToTheSameWithoutHoldingEachOtherUp() {
    CompletionTimeStore other = new CompletionTimeStore(postgres.pool());
    List<Uni<Void>> many =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    (i % 2 == 0 ? times : other)
                        .add(
                            new Histogram(
                                new Key(key.account(), "w" + i % 7), new double[] {1, 0, 0})))
            .toList();
    Uni.join().all(many).andFailFast().await().atMost(Duration.ofSeconds(30));
    assertEquals(400, observations());
  }

  private void add(Key of, double... weights) {
    times.add(new Histogram(of, weights)).await().atMost(Duration.ofSeconds(30));
  }

  private static double[] stored(Key of) {
    return times.all().await().atMost(Duration.ofSeconds(30)).stream()
        .filter(histogram -> histogram.key().equals(of))
        .map(Histogram::weights)
        .findFirst()
        .orElseThrow();
  }

  private long observations() {
    return postgres
        .sql(
            "select sum(observations)::bigint from completion_histogram where account = '"
                + key.account()
                + "'")
        .iterator()
        .next()
        .getLong(0);
  }
}
