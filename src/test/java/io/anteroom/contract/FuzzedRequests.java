package io.anteroom.contract;

import io.anteroom.contract.DocumentedCodes.Keys;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests in the style of REST fuzzers: an example of the document, changed one to three times.
 */
public final class FuzzedRequests {

  /**
   * Existing things, so that requests get past a 404.
   *
   * @param account unused otherwise: it is paused and resumed
   */
  public record Things(String task, String batch, String asset, String account) {

    String in(String target) {
      return target
          .replaceAll("(?<=/tasks/)[0-9a-f-]{36}", task)
          .replaceAll("(?<=/batches/)[0-9a-f-]{36}", batch)
          .replaceAll("(?<=/assets/)asset-7", asset)
          .replaceAll("(?<=/accounts/)default", account);
    }
  }

  private FuzzedRequests() {}

  /**
   * Requests of a client.
   *
   * @param things whose ids take the place of the examples'
   */
  public static Arbitrary<FuzzedRequest> of(
      OpenApiDocument document, Keys keys, List<Things> things) {
    Arbitrary<FuzzedRequest> examples =
        Arbitraries.frequencyOf(
            document.operations().stream()
                .map(o -> Tuple.of(seldom(o) ? 1 : 5, Arbitraries.of(examples(o).toList())))
                .toList());
    Arbitrary<List<UnaryOperator<FuzzedRequest>>> changes =
        Mutations.any().list().ofMinSize(1).ofMaxSize(3);
    return Combinators.combine(examples, Arbitraries.of(things), changes)
        .as((example, thing, list) -> change(at(example, keys, thing), list));
  }

  /** A pause waits until no earlier permit can be used. */
  private static boolean seldom(ContractOperation operation) {
    return operation.path().endsWith("/pause");
  }

  private static Stream<FuzzedRequest> examples(ContractOperation operation) {
    return operation.reads().isEmpty()
        ? Stream.of(FuzzedRequest.of(operation, DocumentExamples.of(operation)))
        : operation.reads().stream()
            .map(type -> FuzzedRequest.of(operation, DocumentExamples.of(operation, type)));
  }

  private static FuzzedRequest at(FuzzedRequest example, Keys keys, Things things) {
    ContractRequest request =
        example.request().by(keys.of(example.operation())).with("Prefer", "respond-async");
    return example.with(request.to(things.in(request.target())));
  }

  private static FuzzedRequest change(
      FuzzedRequest fuzzedRequest, List<UnaryOperator<FuzzedRequest>> changes) {
    FuzzedRequest changed = fuzzedRequest;
    for (UnaryOperator<FuzzedRequest> change : changes) {
      changed = change.apply(changed);
    }
    return changed;
  }
}
