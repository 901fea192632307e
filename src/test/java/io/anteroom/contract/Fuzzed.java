package io.anteroom.contract;

/**
 * A request that began as an example and was changed.
 *
 * @param operation whose example it was
 * @param request as it is sent
 * @param head whether its first line or a header was changed, so that it may not even be HTTP
 * @param elsewhere whether its path was changed, so that it may be no call at all
 */
public record Fuzzed(Operation operation, Request request, boolean head, boolean elsewhere) {

  /** Not changed yet. */
  static Fuzzed of(Operation operation, Request example) {
    return new Fuzzed(operation, example, false, false);
  }

  Fuzzed with(Request changed) {
    return new Fuzzed(operation, changed, head, elsewhere);
  }

  Fuzzed withHead(Request changed) {
    return new Fuzzed(operation, changed, true, elsewhere);
  }

  Fuzzed withPath(Request changed) {
    return new Fuzzed(operation, changed, true, true);
  }
}
