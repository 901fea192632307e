package io.anteroom.contract;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Requests in the style of REST fuzzers: an example of the document, changed one to three times.
 */
public final class FuzzedRequests {

  private FuzzedRequests() {}

  /**
   * Requests of a client.
   *
   * @param tasks ids that take the place of the example's
   */
  public static Arbitrary<Fuzzed> of(OpenApiDocument document, String key, List<String> tasks) {
    Arbitrary<Fuzzed> examples =
        Arbitraries.of(document.operations().stream().flatMap(FuzzedRequests::examples).toList());
    Arbitrary<List<UnaryOperator<Fuzzed>>> changes =
        Mutations.any().list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(examples, Arbitraries.of(tasks), changes)
        .as((example, task, list) -> change(at(example, key, task), list));
  }

  private static Stream<Fuzzed> examples(Operation operation) {
    return operation.reads().isEmpty()
        ? Stream.of(Fuzzed.of(operation, Examples.of(operation)))
        : operation.reads().stream()
            .map(type -> Fuzzed.of(operation, Examples.of(operation, type)));
  }

  private static Fuzzed at(Fuzzed example, String key, String task) {
    Request request = example.request().by(key).with("Prefer", "respond-async");
    return example.with(request.to(request.target().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", task)));
  }

  private static Fuzzed change(Fuzzed fuzzed, List<UnaryOperator<Fuzzed>> changes) {
    Fuzzed changed = fuzzed;
    for (UnaryOperator<Fuzzed> change : changes) {
      changed = change.apply(changed);
    }
    return changed;
  }
}
