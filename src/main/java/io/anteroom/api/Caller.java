package io.anteroom.api;

import io.anteroom.account.Client;
import jakarta.enterprise.context.RequestScoped;

/** The client that makes this request. */
@RequestScoped
public class Caller {

  private Client client;

  /** Who it is; never null in a resource, since the authentication comes first. */
  public Client client() {
    return client;
  }

  void is(Client authenticated) {
    this.client = authenticated;
  }
}
