package io.anteroom.quota;

/** What has a line for permits of its own: an endpoint class of an account. Immutable. */
public record PermitCounter(String account, EndpointClass endpointClass) {

  /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
  @Override
  public boolean equals(Object other) {
    return other instanceof PermitCounter that
        && endpointClass == that.endpointClass
        && account.equals(that.account);
  }

  @Override
  public int hashCode() {
    return 31 * account.hashCode() + endpointClass.ordinal();
  }
}
