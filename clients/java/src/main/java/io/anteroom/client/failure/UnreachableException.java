package io.anteroom.client.failure;

import java.net.URI;

/**
 * No connection to Anteroom ever came about: nobody listens there, the name is not known, or a
 * firewall is in between. Probably the address is wrong, or Anteroom does not run.
 */
public final class UnreachableException extends NoResponseException {

  private static final long serialVersionUID = 1L;

  private final URI address;

  /**
   * For a call.
   *
   * @param why in words
   * @param idempotencyKey or null
   * @param cause the last failure of the connection
   */
  public UnreachableException(URI address, String why, String idempotencyKey, Throwable cause) {
    super(address + " was never reached: " + why, idempotencyKey, cause);
    this.address = address;
  }

  /** Where Anteroom was sought. */
  public URI address() {
    return address;
  }
}
