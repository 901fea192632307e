package io.anteroom.upstream;

import io.anteroom.quota.EndpointClass;

/**
 * What one circuit breaker is for. Immutable.
 *
 * @param isOfClient whether it is of the calls that clients wait for, not of the engine's
 */
public record BreakerKind(String account, EndpointClass endpointClass, boolean isOfClient) {

  /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BreakerKind that
        && endpointClass == that.endpointClass
        && isOfClient == that.isOfClient
        && account.equals(that.account);
  }

  @Override
  public int hashCode() {
    return 31 * account.hashCode() + 2 * endpointClass.ordinal() + (isOfClient ? 1 : 0);
  }

  @Override
  public String toString() {
    return "account %s, class %s, %s"
        .formatted(account, endpointClass.label(), isOfClient ? "of clients" : "of the engine");
  }
}
