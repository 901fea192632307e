package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.account.ClientWeight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The fair queue on a real PostgreSQL, for random arrivals and batch sizes. */
class FairQueuePropertyTest {

  private static final List<String> CLIENTS = List.of("alice", "bob", "carol", "dave");

  /** Some tasks of a client arrive, then a batch is taken; either may be nothing. */
  record Step(String client, int arrivals, int priority, int batch) {}

  private static PostgresFixture postgres;

  @BeforeContainer
  static void start() {
    postgres = PostgresFixture.create();
  }

  @AfterContainer
  static void stop() {
    postgres.close();
  }

  /** With weights that are powers of two every tag is exact, so the order must be the same. */
  @Property(tries = 60)
  void batchesEqualTurnsOfOneTaskEach(
      @ForAll("powersOfTwo") Map<String, Double> weights, @ForAll("steps") List<Step> steps) {
    FairQueueFixture queue = new FairQueueFixture(postgres);
    FairQueueReference reference = new FairQueueReference(weights);
    ClientWeight[] shares = shares(weights);
    Ids ids = new Ids();
    for (Step step : steps) {
      for (int i = 0; i < step.arrivals(); i++) {
        UUID id = ids.next();
        queue.add(id, step.client(), step.priority());
        reference.add(id, step.client(), step.priority());
      }
      List<UUID> marked = queue.mark(step.batch(), shares).stream().map(MarkedTask::id).toList();
      assertEquals(reference.take(step.batch()), marked);
    }
  }

  /** Goyal, Vin, Cheng 1996, theorem 1, with tasks of length 1. */
  @Property(tries = 60)
  void backloggedClientsAreServedInProportion(
      @ForAll("anyWeights") Map<String, Double> weights, @ForAll("steps") List<Step> steps) {
    FairQueueFixture queue = new FairQueueFixture(postgres);
    ClientWeight[] shares = shares(weights);
    Map<UUID, String> clients = new HashMap<>();
    Map<String, Integer> waiting = new HashMap<>();
    Spans spans = new Spans(weights);
    Ids ids = new Ids();
    for (Step step : steps) {
      for (int i = 0; i < step.arrivals(); i++) {
        UUID id = ids.next();
        queue.add(id, step.client(), step.priority());
        clients.put(id, step.client());
        waiting.merge(step.client(), 1, Integer::sum);
      }
      for (MarkedTask task : queue.mark(step.batch(), shares)) {
        spans.served(clients.get(task.id()), waiting);
        waiting.merge(clients.get(task.id()), -1, Integer::sum);
      }
    }
  }

  @Provide
  Arbitrary<Map<String, Double>> powersOfTwo() {
    return weights(Arbitraries.of(0.25, 0.5, 1.0, 2.0, 4.0));
  }

  @Provide
  Arbitrary<Map<String, Double>> anyWeights() {
    return weights(Arbitraries.doubles().between(0.1, 10));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(CLIENTS),
            Arbitraries.integers().between(0, 12),
            Arbitraries.integers().between(-1, 1),
            Arbitraries.integers().between(0, 12))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(25);
  }

  private static Arbitrary<Map<String, Double>> weights(Arbitrary<Double> weight) {
    return weight
        .list()
        .ofSize(CLIENTS.size())
        .map(
            values -> {
              Map<String, Double> weights = new HashMap<>();
              CLIENTS.forEach(client -> weights.put(client, values.get(weights.size())));
              return weights;
            });
  }

  private static ClientWeight[] shares(Map<String, Double> weights) {
    return weights.entrySet().stream()
        .map(e -> new ClientWeight(e.getKey(), e.getValue()))
        .toArray(ClientWeight[]::new);
  }

  /** In Java's order of ids as in Postgres's. */
  private static final class Ids {
    private final long first = UUID.randomUUID().getMostSignificantBits() >>> 1;
    private long count;

    UUID next() {
      return new UUID(first, ++count);
    }
  }

  /** For each pair of clients: what each was served, per weight, since both wait. */
  private static final class Spans {
    private final Map<String, Double> weights;
    private final Map<List<String>, double[]> leads = new HashMap<>();

    Spans(Map<String, Double> weights) {
      this.weights = weights;
    }

    /**
     * The bound holds for any part of a span, so for the highest and the lowest lead in it, too.
     */
    void served(String client, Map<String, Integer> waiting) {
      for (String other : CLIENTS) {
        if (!other.equals(client)) {
          boolean clientIsFirst = client.compareTo(other) < 0;
          List<String> pair = clientIsFirst ? List.of(client, other) : List.of(other, client);
          if (waiting.getOrDefault(other, 0) == 0) {
            leads.remove(pair);
          } else {
            double part = 1 / weights.get(client);
            check(pair, clientIsFirst ? part : -part);
          }
          if (waiting.get(client) == 1) {
            leads.remove(pair);
          }
        }
      }
    }

    private void check(List<String> pair, double part) {
      double[] lead = leads.computeIfAbsent(pair, p -> new double[3]);
      lead[0] += part;
      lead[1] = Math.min(lead[1], lead[0]);
      lead[2] = Math.max(lead[2], lead[0]);
      double bound = 1 / weights.get(pair.get(0)) + 1 / weights.get(pair.get(1));
      assertTrue(lead[2] - lead[1] <= bound + 1e-9, pair + " " + weights);
    }
  }
}
