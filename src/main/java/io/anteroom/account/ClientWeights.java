package io.anteroom.account;

import jakarta.inject.Singleton;
import java.util.List;

/** The shares of an account's clients in its submits. Immutable, thread-safe. */
@Singleton
public class ClientWeights {

  private final AccountDirectory accounts;
  private final ApiKeys keys;

  /** Only stores its parts. */
  public ClientWeights(AccountDirectory accounts, ApiKeys keys) {
    this.accounts = accounts;
    this.keys = keys;
  }

  /** Each client once; none of an account that has left the configuration. */
  public List<ClientWeight> of(String account) {
    return accounts.named(account).stream()
        .flatMap(found -> keys.clientsOf(found).stream())
        .map(client -> new ClientWeight(client.name(), client.weight()))
        .toList();
  }
}
