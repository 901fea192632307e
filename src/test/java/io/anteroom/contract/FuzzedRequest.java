package io.anteroom.contract;

/**
 * A request that began as an example and was changed.
 *
 * @param operation whose example it was
 * @param request as it is sent
 * @param head whether its first line or a header was changed, so that it may not even be HTTP
 * @param elsewhere whether its path was changed, so that it may be no call at all
 */
public record FuzzedRequest(
    ContractOperation operation, ContractRequest request, boolean head, boolean elsewhere) {

  static FuzzedRequest of(ContractOperation operation, ContractRequest example) {
    return new FuzzedRequest(operation, example, false, false);
  }

  FuzzedRequest with(ContractRequest changed) {
    return new FuzzedRequest(operation, changed, head, elsewhere);
  }

  FuzzedRequest withHead(ContractRequest changed) {
    return new FuzzedRequest(operation, changed, true, elsewhere);
  }

  FuzzedRequest withPath(ContractRequest changed) {
    return new FuzzedRequest(operation, changed, true, true);
  }
}
